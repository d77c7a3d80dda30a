"""One redrive: from the count at its start to what the user must know at its end."""

from __future__ import annotations

from datetime import timedelta
from threading import Event, Lock
from typing import TYPE_CHECKING, Protocol

from constructs_eic.aws.clock import Clock
from constructs_eic.records.decision import AFTER_THE_START, Terms
from constructs_eic.records.other_readers import OwnWork, elsewhere
from constructs_eic.records.results import RedriveResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from constructs_eic.records.invocation_target import Redirection
    from constructs_eic.records.results import RecordResult
    from constructs_eic.records.selection import Selection
    from constructs_eic.records.source import Counts, Source
    from constructs_eic.records.workers import Workers

# The server's clock is reported in whole seconds.
_TICK = timedelta(seconds=1)


class Crew(Protocol):
    """The workers of a redrive: the threads of this process, or several processes."""

    @property
    def ended(self) -> Event:
        """Set when no more events will be sent."""

    @property
    def errors(self) -> Sequence[BaseException]:
        """The errors that ended the work early."""

    @property
    def open_requests(self) -> int:
        """The number of events that are being sent now, and have no answer yet."""

    @property
    def released(self) -> int:
        """The number of messages that `close` put back."""

    @property
    def lost(self) -> int:
        """The number of messages that became visible to other readers before they were processed."""

    def start(self, terms: Terms, begin: float, tell: Callable[[RecordResult], None]) -> None:
        """Start to work, and return at once."""

    def stop(self) -> None:
        """End the work after the events that are being sent."""

    def close(self) -> None:
        """Put back what was taken and not removed."""

    def incomplete_reasons(self) -> Iterable[str]:
        """Return why not everything was read and put back, if it was not."""


class LocalCrew:
    """The threads of this process.

    Args:
        source: Where records wait.
        workers: The threads.
        stop: What ends them when it is set.
    """

    def __init__(self, source: Source, workers: Workers, stop: Event) -> None:
        self._source = source
        self._workers = workers
        self._stop = stop
        self.start = workers.start
        self.ended = workers.ended
        self.errors = workers.errors

    @property
    def open_requests(self) -> int:
        """The number of events that are being sent now, and have no answer yet."""
        return self._workers.open_requests

    @property
    def released(self) -> int:
        """The number of messages that `close` put back."""
        return self._source.released

    @property
    def lost(self) -> int:
        """The number of messages that became visible to other readers before they were processed."""
        return self._source.lost

    def stop(self) -> None:
        """End the work after the events that are being sent."""
        self._stop.set()

    def close(self) -> None:
        """Put back what was taken and not removed."""
        self._source.close()

    def incomplete_reasons(self) -> Iterable[str]:
        """Return why not everything was read and put back, if it was not."""
        return filter(None, [self._source.incomplete_reason()])


class Redrive:
    """One redrive.

    Args:
        source: Where records wait.
        crew: What does the work.
        selection: Which records are selected.
        redirection: Where events are sent instead of to their original target.
        limit: The maximum number of events to send.
        is_dry: Whether nothing is sent.
        clock: The clock by which it begins.
        note: Called with what the user must know meanwhile.

    Attributes:
        source: Where records wait.
        result: The result so far.
        is_dry: Whether nothing is sent.
    """

    def __init__(
        self,
        source: Source,
        crew: Crew,
        selection: Selection,
        redirection: Redirection | None,
        *,
        limit: int | None = None,
        is_dry: bool = False,
        clock: Clock | None = None,
        note: Callable[[str], None] = lambda _note: None,
    ) -> None:
        self.source = source
        self.result = RedriveResult()
        self.is_dry = is_dry
        self._crew = crew
        self._selection = selection
        self._redirection = redirection
        self._limit = limit
        self._clock = clock or Clock()
        self._note = note
        self._lock = Lock()

    def run(self, report: Callable[[RecordResult], None]) -> RedriveResult:
        """Send what is there now.

        Args:
            report: Called with each result, one at a time, and for a sent event before its record is removed.

        Raises:
            AwsError: nothing can be read, sent or removed; what was sent before has been reported.
            KeyboardInterrupt: after the events that were being sent are sent and reported, or, at the second one,
                at once: `result.open_requests` says how many had no answer.
        """

        def tell(result: RecordResult) -> None:
            with self._lock:
                self.result.add(result)
                report(result)

        before = self.source.counts()
        # Whatever fails again arrives later than this, so that it is not sent again in a loop.
        start = self.source.moment() + _TICK
        begin = self._clock.now() + _TICK.total_seconds()
        terms = Terms(self._selection, self._redirection, self.source.region, start)
        self._crew.start(terms, begin, tell)
        try:
            _wait_for(self._crew.ended)
        except BaseException:
            self._crew.stop()
            self._note(
                "waiting for the events that are being sent; a second interrupt ends at once"
            )
            _wait_for(self._crew.ended)
            raise
        finally:
            self._crew.close()
            self.result.open_requests = self._crew.open_requests
            reasons = [*self._crew.incomplete_reasons()]
            self.result.incomplete_reason = "; ".join(reasons) or None
            done = 0 if self.is_dry else self.result.removed
            self.result.notes.extend(self.source.notes(done))
        if self._crew.errors:
            raise self._crew.errors[0]
        if before is not None:
            if self._is_at_its_limit:
                self.result.unread = max(0, before.visible - self.result.total)
            self._note_elsewhere(before)
        elif self._is_at_its_limit:
            self.result.notes.append("the limit was reached, and nothing was read after that")
        return self.result

    @property
    def _is_at_its_limit(self) -> bool:
        return self._limit is not None and self.result.sent >= self._limit

    def _note_elsewhere(self, before: Counts) -> None:
        """Say what other readers have: they may be working, or may have been killed."""
        own = OwnWork(
            removed=0 if self.is_dry else self.result.removed,
            released=self._crew.released,
            lost=self._crew.lost,
            arrived=self.result.skipped[AFTER_THE_START],
            is_read_to_end=not self._is_at_its_limit,
        )
        now = self.source.counts() if before.in_flight or own.lost else None
        found = elsewhere(before, now, own) if now is not None else None
        if found is None:
            return
        messages = f"about {found.count:,} messages of {self.source.name}"
        if found.is_being_removed:
            self.result.notes.append(
                f"{messages} are held by other readers that remove messages, such as another redrive; "
                "what they leave becomes visible again"
            )
            return
        reason = (
            f"{messages} were in flight at the start, and still are: with another reader, or with a command that "
            "was killed; they are visible again after their visibility timeout"
        )
        self.result.incomplete_reason = "; ".join(
            filter(None, (self.result.incomplete_reason, reason))
        )


def _wait_for(ended: Event) -> None:
    while not ended.wait(0.1):  # without a timeout, no signal would be seen on Windows
        pass
