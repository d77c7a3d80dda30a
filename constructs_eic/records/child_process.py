"""One of the processes of a redrive: it does what its parent tells it, and asks its parent for what all share."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from dataclasses import replace
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, cast

from constructs_eic.aws.clock import Clock
from constructs_eic.aws.rate_limit import Pace
from constructs_eic.aws.session import open_session
from constructs_eic.records.channel import (
    ABANDON,
    FREED,
    PUT_BACK,
    READ,
    STOP,
    USED,
    Answered,
    Asked,
    Channel,
    Ended,
    OpenRequests,
)
from constructs_eic.records.open_source import open_source
from constructs_eic.records.send_limit import SendLimit
from constructs_eic.records.sender import Sender
from constructs_eic.records.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constructs_eic.aws.session import Keys
    from constructs_eic.records.bucket import Listed
    from constructs_eic.records.channel import Order, Question
    from constructs_eic.records.results import RecordResult
    from constructs_eic.records.source import Source, Unremoved, Waiting


class ParentLostError(Exception):
    """The parent has ended: nothing can be reported, so nothing is removed."""


class Parent:
    """The parent, as a child asks it; several threads ask at a time.

    Args:
        channel: The pipes.
        stop: Set when the parent says so, or has ended.

    Attributes:
        abandon: Called when the parent waits no longer.
        all_have_read: Set when no process of the redrive reads any more, or the parent has ended.
    """

    def __init__(self, channel: Channel, stop: Event) -> None:
        self._channel = channel
        self._stop = stop
        self._lock = Lock()
        self._asked: dict[int, Event] = {}
        self._answers: dict[int, Answered] = {}
        self._count = 0
        self._is_lost = False
        self.abandon: Callable[[], object] = lambda: os._exit(1)
        self.all_have_read = Event()

    def listen(self) -> None:
        """Receive what the parent says until it has ended."""
        while True:
            try:
                message = self._channel.receive()
            except EOFError:
                with self._lock:
                    self._is_lost = True
                    self._stop.set()
                    for answered in self._asked.values():
                        answered.set()
                self.all_have_read.set()
                return
            if isinstance(message, Answered):
                with self._lock:
                    self._answers[message.number] = message
                    self._asked[message.number].set()
            elif message == STOP:
                self._stop.set()
            elif message == PUT_BACK:
                self.all_have_read.set()
            elif message == ABANDON:
                self._stop.set()
                self.abandon()

    def tell(self, message: object) -> None:
        """Send a message that has no answer."""
        try:
            self._channel.send(message)
        except OSError as error:
            raise ParentLostError from error

    def ask(self, question: Question) -> object:
        """Return the parent's answer.

        Raises:
            ParentLostError: The parent has ended.
        """
        with self._lock:
            self._count += 1
            number = self._count
            answered = self._asked[number] = Event()
            if self._is_lost:
                raise ParentLostError
        self.tell(Asked(number, question))
        answered.wait()
        with self._lock:
            del self._asked[number]
            answer = self._answers.pop(number, None)
        if answer is None:
            raise ParentLostError
        if answer.error is not None:
            raise answer.error
        return answer.value

    def slot(self) -> float:
        """Reserve the next time at which any process may send a request."""
        return cast("float", self.ask("slot"))

    def take(self) -> bool | None:
        """Take one of the places that all processes share."""
        return cast("bool | None", self.ask("place"))

    def use(self) -> None:
        """Use a place that was taken."""
        self.tell(USED)

    def put_back(self) -> None:
        """Free a place that was taken."""
        self.tell(FREED)

    def next_objects(self) -> Sequence[Listed]:
        """Return the next objects of the bucket that all processes read."""
        return cast("Sequence[Listed]", self.ask("objects"))

    def keys(self) -> Keys:
        """Return the credentials: one process asks for them, also for a code of a second factor."""
        return cast("Keys", self.ask("credentials"))


class _Reported:
    """A source from which nothing is removed before the parent has written its line."""

    def __init__(self, source: Source, parent: Parent) -> None:
        self._source = source
        self._parent = parent
        self.take = source.take
        self.holds = source.holds

    def remove(self, done: Sequence[Waiting]) -> Sequence[Unremoved]:
        self._parent.ask("written")
        return self._source.remove(done)


def main() -> None:
    """Do what the parent orders on standard input; standard output is the way back."""
    # Copies: what else reads standard input or writes to standard output does not meet the parent's messages.
    channel = Channel(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    # The parent decides when to end: at a SIGTERM of its own, or when it is gone.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        order = cast("Order", channel.receive())
    except EOFError:
        return
    _work(order, channel)


def _work(order: Order, channel: Channel) -> None:
    stop, clock = Event(), Clock()
    parent = Parent(channel, stop)
    given = order.arguments
    Thread(target=parent.listen, daemon=True).start()
    try:
        session = open_session(given.profile, keys=parent.keys)
        source = open_source(
            given.source,
            session,
            given.region,
            connections=given.threads,
            visibility=given.visibility_timeout,
            delete=given.delete,
            listing=parent,
        )
    except Exception as error:
        parent.tell(Ended(0, 0, [], [error]))
        return
    slots = parent if given.max_rate else Pace(0)
    places = parent if given.limit is not None else SendLimit(None)
    sender = Sender(session, slots, given.threads, stop, clock, parent.tell)
    workers = Workers(_Reported(source, parent), sender, places, stop, clock, given.threads)

    def end() -> None:
        source.close()
        reasons = [*filter(None, [source.incomplete_reason()])]
        errors = [each for each in workers.errors if not isinstance(each, ParentLostError)]
        parent.tell(Ended(source.released, source.lost, reasons, errors))

    def abandon() -> None:
        parent.tell(OpenRequests(workers.open_requests))
        end()
        os._exit(1)

    parent.abandon = abandon
    workers.start(order.terms, order.begin, lambda result: parent.tell(_small(result)))
    workers.ended.wait()
    with suppress(ParentLostError):
        parent.tell(READ)
        parent.all_have_read.wait()
    end()


def _small(result: RecordResult) -> RecordResult:
    """The result without payloads: they may have megabytes, and the parent does not need them."""
    if result.record is None:
        return result
    record = replace(result.record, request_payload_json=None, response_payload_json=None)
    return replace(result, record=record)
