"""The threads that send events back: independent of queues, buckets, processes and terminals."""

from __future__ import annotations

from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from constructs_eic.aws.session import AwsError
from constructs_eic.records.decision import Leave, Refuse
from constructs_eic.records.results import Refused, Sent, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constructs_eic.aws.clock import Clock
    from constructs_eic.records.decision import Send, Terms
    from constructs_eic.records.results import RecordResult
    from constructs_eic.records.send_limit import Places
    from constructs_eic.records.sender import Sender
    from constructs_eic.records.source import Takeable, Waiting

_LONGEST_UNREMOVED_SECONDS = 1.0
_WAIT_FOR_A_PLACE_SECONDS = 0.05


class Workers:
    """Several threads, each with one record at a time.

    Args:
        source: Where records wait.
        sender: `None` sends nothing: a dry run.
        places: How many events may be sent.
        stop: When set, ends the work after the events that are being sent.
        clock: The clock by which they wait.
        threads: How many records are processed at a time.

    Attributes:
        errors: What ended the work early.
        ended: Set when all threads have ended.
    """

    def __init__(
        self,
        source: Takeable,
        sender: Sender | None,
        places: Places,
        stop: Event,
        clock: Clock,
        threads: int,
    ) -> None:
        self.errors: list[BaseException] = []
        self.ended = Event()
        self._source = source
        self._sender = sender
        self._places = places
        self._stop = stop
        self._clock = clock
        self._threads = threads
        self._has_removed = False
        self._open_requests = 0
        self._lock = Lock()
        self._terms: Terms
        self._begin: float
        self._tell: Callable[[RecordResult], None]

    @property
    def open_requests(self) -> int:
        """The number of events that are being sent now, and have no answer yet."""
        return self._open_requests

    def start(self, terms: Terms, begin: float, tell: Callable[[RecordResult], None]) -> None:
        """Start the threads.

        Args:
            terms: What decides about each record.
            begin: The time, by the clock, before which nothing is sent.
            tell: Called with each result, by several threads at a time, and for an event that was sent before its
                record is removed.
        """
        self._terms = terms
        self._begin = begin
        self._tell = tell
        Thread(target=self._work_together, daemon=True).start()

    def _work_together(self) -> None:
        """Run all threads.

        In a separate thread: until Python 3.13, a signal during `Thread.join` in the main thread marks a running
        thread as dead (python/cpython#90882), and its event would be sent without being reported.
        """
        workers = [Thread(target=self._work, daemon=True) for _ in range(self._threads)]
        try:
            for worker in workers:
                worker.start()
        except RuntimeError as error:  # the system allows no more threads
            self._end(error)
        for worker in workers:
            if worker.ident is not None:
                worker.join()
        self.ended.set()

    def _work(self) -> None:
        try:
            while not self._stop.is_set():
                batch = self._source.take()
                if not batch:
                    return
                self._send_back(batch)
        except BaseException as error:
            self._end(error)

    def _end(self, error: BaseException) -> None:
        self.errors.append(error)
        self._stop.set()

    def _send_back(self, batch: Sequence[Waiting]) -> None:
        """Send a batch and remove it, in more than one request if that takes long."""
        sent: list[tuple[Waiting, Sent]] = []
        since = self._clock.now()
        try:
            for waiting in batch:
                if self._stop.is_set():
                    break
                result = self._result(waiting)
                if result is None:
                    continue
                if isinstance(result, Sent) and result.request_id is not None:
                    sent.append((waiting, result))
                self._tell(result)
                is_long = self._clock.now() - since > _LONGEST_UNREMOVED_SECONDS
                # Until it is known that records can be removed, few are sent.
                if sent and (is_long or not self._has_removed):
                    removable, sent = sent, []
                    self._remove(removable)
                    since = self._clock.now()
        finally:
            self._remove(sent)

    def _result(self, waiting: Waiting) -> RecordResult | None:
        """Return the result for one record; `None` if it is left because it may not be sent now."""
        decision = self._terms.decide(waiting)
        if isinstance(decision, Refuse):
            return Refused(waiting.id, decision.record, decision.reason)
        if isinstance(decision, Leave):
            return Skipped(waiting.id, decision.record, decision.reason)
        if not self._has_place():
            return None
        result: RecordResult | None = None
        try:
            result = self._sent(waiting, decision)
        finally:
            if isinstance(result, Sent):
                self._places.use()
            else:
                self._places.put_back()
        return result

    def _has_place(self) -> bool:
        while (is_taken := self._places.take()) is None:
            if self._clock.wait(self._stop, _WAIT_FOR_A_PLACE_SECONDS):
                return False
        if not is_taken:
            self._stop.set()
        return is_taken

    def _sent(self, waiting: Waiting, send: Send) -> RecordResult | None:
        if self._sender is None:
            return Sent(waiting.id, send.record, send.target, None)
        early = self._begin - self._clock.now()
        if self._stop.is_set() or (early > 0 and self._clock.wait(self._stop, early)):
            return None
        self._count_open(1)
        try:
            answer = self._sender.send(send.target, send.event, lambda: self._source.holds(waiting))
        finally:
            self._count_open(-1)
        if answer.error is not None:
            self._end(answer.error)
        if answer.request_id is not None:
            return Sent(waiting.id, send.record, send.target, answer.request_id, answer.is_unclear)
        if not answer.is_unclear and (answer.is_withheld or answer.error):
            return None
        return Refused(waiting.id, send.record, answer.reason, is_perhaps_sent=answer.is_unclear)

    def _count_open(self, change: int) -> None:
        with self._lock:
            self._open_requests += change

    def _remove(self, sent: Sequence[tuple[Waiting, Sent]]) -> None:
        """Remove records of events that were sent.

        Raises:
            AwsError: none can be removed: whatever else was sent would be sent again.
        """
        if not sent:
            return
        records = {waiting.id: result.record for waiting, result in sent}
        unremoved = self._source.remove([waiting for waiting, _ in sent])
        for one in unremoved:
            id_ = one.waiting.id
            self._tell(Refused(id_, records[id_], one.reason, was_sent=True))
        for one in unremoved:
            if one.is_final:
                raise AwsError(
                    one.reason.about("stopped, because nothing that is sent can be removed")
                )
        self._has_removed = True
