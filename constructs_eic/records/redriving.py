"""Sends records back to their functions: the engine, which is independent of queues, buckets and terminals."""

from __future__ import annotations

import time
from datetime import timedelta
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from constructs_eic.records.errors import InvocationRecordError
from constructs_eic.records.invocation_target import target_of
from constructs_eic.records.json_text import encoded
from constructs_eic.records.record import InvocationRecord
from constructs_eic.records.results import RedriveResult, Refused, Sent, Skipped
from constructs_eic.records.sender import LARGEST_EVENT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from constructs_eic.records.invocation_target import Redirection
    from constructs_eic.records.results import RecordResult
    from constructs_eic.records.selection import Selection
    from constructs_eic.records.send_limit import SendLimit
    from constructs_eic.records.sender import Sender
    from constructs_eic.records.source import Source, Waiting

# The server's clock is reported in whole seconds.
_TICK = timedelta(seconds=1)
_LONGEST_UNREMOVED_SECONDS = 1.0
AFTER_THE_START = "came after the start"


class Redrive:
    """One redrive, by several threads, each with one record at a time.

    Args:
        source: Where records wait.
        sender: `None` sends nothing: a dry run.
        selection: Which records are selected.
        redirection: Where events are sent instead of to their original target.
        limit: How many events may be sent.
        stop: When set, ends the redrive after the events that are being sent.
        threads: How many records are processed at a time.

    Attributes:
        source: Where records wait.
        result: The result so far.
    """

    def __init__(
        self,
        source: Source,
        sender: Sender | None,
        selection: Selection,
        redirection: Redirection | None,
        limit: SendLimit,
        stop: Event,
        threads: int,
    ) -> None:
        self.source = source
        self.result = RedriveResult()
        self._sender = sender
        self._selection = selection
        self._redirection = redirection
        self._limit = limit
        self._stop = stop
        self._threads = threads
        self._lock = Lock()
        self._errors: list[BaseException] = []
        self._report: Callable[[RecordResult], None]
        self._start: datetime
        self._begin = 0.0

    @property
    def is_dry(self) -> bool:
        """Whether nothing is sent."""
        return self._sender is None

    def run(self, report: Callable[[RecordResult], None]) -> RedriveResult:
        """Send what is there now.

        Args:
            report: Called with each outcome, one at a time, and for a sent event before its record is removed.

        Raises:
            AwsError: AWS does not allow anything to be read or sent; what was sent before has been reported.
            KeyboardInterrupt: after the events that were being sent are sent and reported.
        """
        # Whatever fails again arrives later than this, so that it is not sent again in a loop.
        self._report = report
        self._start = self.source.moment() + _TICK
        self._begin = time.monotonic() + _TICK.total_seconds()
        ended = Event()
        Thread(target=self._work_together, args=[ended], daemon=True).start()
        try:
            _wait_for(ended)
        except BaseException:
            self._stop.set()
            _wait_for(ended)
            raise
        finally:
            self.source.close()
            self.result.notes.extend(self.source.notes())
            unseen = filter(None, (self.source.incomplete_reason(), self.source.in_flight_note()))
            self.result.incomplete_reason = "; ".join(unseen) or None
        if self._errors:
            raise self._errors[0]
        return self.result

    def _work_together(self, ended: Event) -> None:
        """Run all workers.

        In a separate thread: until Python 3.13, a signal during `Thread.join` in the main thread marks a running
        thread as dead (python/cpython#90882), and its event would be sent without being reported.
        """
        workers = [Thread(target=self._work, daemon=True) for _ in range(self._threads)]
        try:
            for worker in workers:
                worker.start()
        except RuntimeError as error:  # the system allows no more threads
            self._errors.append(error)
            self._stop.set()
        for worker in workers:
            if worker.ident is not None:
                worker.join()
        ended.set()

    def _work(self) -> None:
        try:
            while not self._stop.is_set():
                batch = self.source.take()
                if not batch:
                    return
                self._send_back(batch)
        except BaseException as error:
            self._errors.append(error)
            self._stop.set()

    def _send_back(self, batch: Sequence[Waiting]) -> None:
        """Send a batch and remove it, in more than one request if that takes long."""
        sent: list[tuple[Waiting, InvocationRecord]] = []
        since = time.monotonic()
        try:
            for waiting in batch:
                if self._stop.is_set():
                    break
                outcome = self._outcome(waiting)
                if outcome is None:
                    break
                if isinstance(outcome, Sent) and outcome.request_id is not None:
                    sent.append((waiting, outcome.record))
                self._tell(outcome)
                if time.monotonic() - since > _LONGEST_UNREMOVED_SECONDS:
                    self._remove(sent)
                    sent, since = [], time.monotonic()
        finally:
            self._remove(sent)

    def _outcome(self, waiting: Waiting) -> RecordResult | None:
        """The outcome for one record; `None` if no more may be sent."""
        if waiting.problem is not None:
            return Refused(waiting.id, None, waiting.problem)
        if waiting.since >= self._start:
            return Skipped(waiting.id, None, AFTER_THE_START)
        try:
            record = InvocationRecord.parse(waiting.content)
        except InvocationRecordError as error:
            return Refused(waiting.id, None, f"unreadable: {error}")
        unwanted = self._selection.refusal(
            record, waiting.since, self._start
        ) or self._selection.reluctance(record)
        if unwanted:
            return Skipped(waiting.id, record, unwanted)
        if record.request_payload_json is None:
            return Refused(waiting.id, record, "the record has no request payload")
        if record.request_payload_json == "null" and record.function_arn is not None:
            return Refused(
                waiting.id,
                record,
                "the request payload is null: Lambda drops the payload of a record that is too large",
            )
        return self._send(waiting, record, encoded(record.request_payload_json))

    def _send(
        self, waiting: Waiting, record: InvocationRecord, event: bytes
    ) -> RecordResult | None:
        target = target_of(record, self._redirection, self.source.region)
        if target is None:
            return Refused(
                waiting.id,
                record,
                "a dead-letter message does not name the function; give --to",
            )
        if len(event) > LARGEST_EVENT:
            return Refused(
                waiting.id,
                record,
                f"the event has {len(event):,} bytes; Lambda accepts at most {LARGEST_EVENT:,} bytes "
                "asynchronously",
            )
        if not self._limit.take():
            self._stop.set()
            return None
        if self._sender is None:
            self._limit.use()
            return Sent(waiting.id, record, target, None)
        self._stop.wait(max(0.0, self._begin - time.monotonic()))
        if self._stop.is_set():
            self._limit.put_back()
            return None
        try:
            answer = self._sender.send(target, event)
        except BaseException:
            self._limit.put_back()
            raise
        if answer.request_id is None:
            self._limit.put_back()
            if self._stop.is_set() and not answer.is_unclear:
                return None
            return Refused(waiting.id, record, answer.reason, is_perhaps_sent=answer.is_unclear)
        self._limit.use()
        return Sent(waiting.id, record, target, answer.request_id, answer.is_unclear)

    def _remove(self, sent: Sequence[tuple[Waiting, InvocationRecord]]) -> None:
        if not sent:
            return
        records = {waiting.id: record for waiting, record in sent}
        for unremoved in self.source.remove([waiting for waiting, _ in sent]):
            place = unremoved.waiting.id
            self._tell(Refused(place, records[place], unremoved.reason, was_sent=True))

    def _tell(self, outcome: RecordResult) -> None:
        with self._lock:
            self.result.add(outcome)
            self._report(outcome)


def _wait_for(ended: Event) -> None:
    while not ended.wait(0.1):  # without a timeout, no signal would be seen on Windows
        pass
