"""Several processes that do the work of one redrive, and the parent that they ask for what they share.

One Python process is busy with boto3 at some hundred events a second; several use more than one core.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from constructs_eic.aws.session import AwsError
from constructs_eic.records.bucket import Bucket
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
    Order,
)
from constructs_eic.records.results import Refused, Sent, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from constructs_eic.aws.rate_limit import Pace
    from constructs_eic.aws.session import Session
    from constructs_eic.records.channel import Question
    from constructs_eic.records.decision import Terms
    from constructs_eic.records.redrive_arguments import RedriveArguments
    from constructs_eic.records.results import RecordResult
    from constructs_eic.records.send_limit import SendLimit
    from constructs_eic.records.source import Source


class _Child:
    """A process, as its parent sees it.

    Attributes:
        has_read: Whether it reads no more.
        ended: Its last message; `None` before that, and if it was killed.
        open_requests: How many of its events had no answer when it was abandoned.
    """

    def __init__(self, order: Order) -> None:
        # By the path of this process: a module that was found here is found there.
        code = (
            f"import sys; sys.path[:] = {sys.path!r}; "
            "from constructs_eic.records.child_process import main; main()"
        )
        # In a session of its own: Ctrl-C and the end of the terminal are for the parent, which tells its children.
        self._process = subprocess.Popen(  # noqa: S603 - this Python, with code from here
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdin is not None  # noqa: S101 - for the type checker
        assert self._process.stdout is not None  # noqa: S101
        self._channel = Channel(self._process.stdout, self._process.stdin)  # type: ignore[arg-type]
        self._places = 0
        self.has_read = False
        self.ended: Ended | None = None
        self.open_requests = 0
        self.send(order)

    def send(self, message: object) -> None:
        """Send a message, unless the process has ended."""
        with suppress(OSError, ValueError):  # its pipe is broken, or closed here
            self._channel.send(message)

    def listen(self, crew: ProcessCrew) -> None:
        """Receive what the process says, until it has ended."""
        with suppress(EOFError):
            while self.ended is None:
                self._hear(self._channel.receive(), crew)
        for _ in range(self._places):  # of one that was killed
            crew.places.put_back()
        self._has_read(crew)
        self._channel.close()
        status = self._process.wait()
        if self.ended is None:
            crew.fail(
                AwsError(
                    f"a process of this redrive ended with status {status}; the messages that it had are visible "
                    "again after their visibility timeout, and a few of their events may be sent again"
                )
            )

    def _hear(self, message: object, crew: ProcessCrew) -> None:
        if isinstance(message, (Sent, Refused, Skipped)):
            crew.hear(message)
        elif isinstance(message, Asked):
            self.send(self._answer(message, crew))
        elif message == USED:
            self._places -= 1
            crew.places.use()
        elif message == FREED:
            self._places -= 1
            crew.places.put_back()
        elif message == READ:
            self._has_read(crew)
        elif isinstance(message, OpenRequests):
            self.open_requests = message.count
        elif isinstance(message, Ended):
            self.ended = message
            for error in message.errors:
                crew.fail(error)
        elif isinstance(message, str):
            crew.note(message)

    def _has_read(self, crew: ProcessCrew) -> None:
        self.has_read = True
        crew.put_back_what_is_left()

    def _answer(self, asked: Asked, crew: ProcessCrew) -> Answered:
        try:
            value = crew.answer(asked.question)
        except Exception as error:
            return Answered(asked.number, error=error)
        if asked.question == "place" and value is True:
            self._places += 1
        return Answered(asked.number, value)


class ProcessCrew:
    """Several processes, each with its own threads.

    Args:
        arguments: The arguments of the redrive.
        session: The session whose credentials all use.
        source: Where records wait, as the parent reads it.
        places: How many events may be sent, by all together.
        pace: When requests may be sent, by all together.
        note: Called with what a process says.

    Attributes:
        ended: Set when all processes have ended.
        errors: What ended the work early.
        places: How many events may be sent, by all together.
        note: Called with what a process says.
    """

    def __init__(
        self,
        arguments: RedriveArguments,
        session: Session,
        source: Source,
        places: SendLimit,
        pace: Pace,
        note: Callable[[str], None],
    ) -> None:
        self.ended = Event()
        self.errors: list[BaseException] = []
        self.places = places
        self.note = note
        self._arguments = arguments
        self._session = session
        self._source = source
        self._pace = pace
        self._children: list[_Child] = []
        self._lock = Lock()
        self._tell: Callable[[RecordResult], None]

    @property
    def open_requests(self) -> int:
        """The number of events that had no answer when the processes were abandoned."""
        return sum(child.open_requests for child in self._children)

    @property
    def released(self) -> int:
        """The number of messages that were put back."""
        return sum(child.ended.released for child in self._children if child.ended)

    @property
    def lost(self) -> int:
        """The number of messages that became visible to other readers before they were processed."""
        return sum(child.ended.lost for child in self._children if child.ended)

    def start(self, terms: Terms, begin: float, tell: Callable[[RecordResult], None]) -> None:
        """Start the processes."""
        self._tell = tell
        order = Order(self._arguments, terms, begin)
        self._children += [_Child(order) for _ in range(self._arguments.processes or 1)]
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        listeners = [
            Thread(target=child.listen, args=[self], daemon=True) for child in self._children
        ]
        for listener in listeners:
            listener.start()
        for listener in listeners:
            listener.join()
        self.ended.set()

    def hear(self, result: RecordResult) -> None:
        """Report the result for one record."""
        try:
            self._tell(result)
        except BaseException as error:
            self.fail(error)

    def fail(self, error: BaseException) -> None:
        """End the work because of an error."""
        with self._lock:
            self.errors.append(error)
        self.stop()

    def answer(self, question: Question) -> object:
        """Return what a process wants to know."""
        if question == "place":
            return self.places.take()
        if question == "slot":
            return self._pace.slot()
        if question == "objects" and isinstance(self._source, Bucket):
            return self._source.objects.next_objects()
        if question == "credentials":
            return self._session.keys()
        return None  # written: what came before the question has been reported

    def put_back_what_is_left(self) -> None:
        """Let the processes put back what they took once none reads: one that does would count it again."""
        if all(child.has_read for child in self._children):
            for child in self._children:
                child.send(PUT_BACK)

    def stop(self) -> None:
        """End the work after the events that are being sent."""
        for child in self._children:
            child.send(STOP)

    def close(self) -> None:
        """Wait until all processes have put back what they took; end those that still work."""
        if not self.ended.is_set():
            for child in self._children:
                child.send(ABANDON)
            self.ended.wait()

    def incomplete_reasons(self) -> Iterable[str]:
        """Return why not everything was read and put back, if it was not."""
        for child in self._children:
            if child.ended:
                yield from child.ended.incomplete_reasons
