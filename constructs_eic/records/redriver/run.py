"""One run of the forwarder: from the start that it is told to the mapping that is disabled again."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

from constructs_eic.aws.session import AwsError
from constructs_eic.records.redriver.results import RedriverResult
from constructs_eic.records.redriver.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_eic.aws.clock import Clock
    from constructs_eic.records.queue import Queue
    from constructs_eic.records.redriver.forwarder_function import ForwarderFunction
    from constructs_eic.records.redriver.mapping import EventSourceMapping
    from constructs_eic.records.redriver.results import RedriverProgress

# SQS's clock is reported in whole seconds.
_TICK = timedelta(seconds=1)


class RedriverRun:
    """A run that has found everything and has changed nothing yet.

    Args:
        queue: The queue of records.
        parking: The queue that gets what is not sent.
        function: The forwarder.
        mapping: The event source mapping between queue and forwarder.
        clock: The clock by which it waits.
        note: Called with what the user must know meanwhile.

    Attributes:
        queue: The queue of records.
        parking: The queue that gets what is not sent.
        function: The forwarder.
        mapping: The event source mapping between queue and forwarder.
        result: The result so far.
    """

    def __init__(
        self,
        queue: Queue,
        parking: Queue,
        function: ForwarderFunction,
        mapping: EventSourceMapping,
        clock: Clock,
        note: Callable[[str], None],
    ) -> None:
        self.queue = queue
        self.parking = parking
        self.function = function
        self.mapping = mapping
        self.result = RedriverResult()
        self._clock = clock
        self._note = note
        self._parked_before = 0

    def look(self) -> RedriverResult:
        """Count what waits; change nothing."""
        self.result.total = self.result.waiting = self.queue.counts().all
        self._parked_before = self.parking.counts().all
        return self.result

    def run(self, report: Callable[[RedriverProgress], None]) -> RedriverResult:
        """Let the forwarder work until nothing waits that was there at the start.

        Args:
            report: Called every few seconds with the counts.

        Raises:
            AwsError: a request is refused. The mapping is disabled, or a note says that it may not be.
            KeyboardInterrupt: after the mapping is disabled, or, at the second one, at once, with such a note.
        """
        self.look()
        if not self.result.total:
            return self.result
        try:
            self._tell_start()
            self._forward(report)
        finally:
            warning = self.mapping.warning()
            if warning:
                self._note(warning)
        return self.result

    def _tell_start(self) -> None:
        # Whatever fails again arrives later than this, and is parked.
        start = self.queue.moment() + _TICK
        told_at = self._clock.now()
        self.function.write_start(start)
        left = _TICK.total_seconds() - (self._clock.now() - told_at)
        if left > 0:
            self._clock.wait(Event(), left)

    def _forward(self, report: Callable[[RedriverProgress], None]) -> None:
        def hear(progress: RedriverProgress) -> None:
            self.result.waiting, self.result.parked = progress.waiting, progress.parked
            report(progress)

        watch = Watch(self._clock, self.mapping, self.queue.counts, self._parked, self._note)
        try:
            self.mapping.enable()
            self.result.incomplete_reason = watch.until_empty(self.result.total, hear)
        except BaseException:
            if self.mapping.may_be_enabled:
                self._note("disabling the event source mapping; a second interrupt ends at once")
            self.mapping.disable()
            with suppress(AwsError):
                self._count()
            raise
        try:
            self.mapping.disable()
        except KeyboardInterrupt:  # the first one: what was begun is finished
            self.mapping.disable()
            self._count()
            raise
        self._count()

    def _parked(self) -> int:
        return max(0, self.parking.counts().all - self._parked_before)

    def _count(self) -> None:
        self.result.waiting = self.queue.counts().all
        self.result.parked = self._parked()
