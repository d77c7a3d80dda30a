"""Compare jobs that take turns, so that other load on the machine affects all of them equally."""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.measure import Job, Run


def in_turn(jobs: Mapping[str, Job], rounds: int) -> dict[str, list[Run]]:
    """Run all jobs once to warm up, then `rounds` times, one after the other in each round.

    A job for the first run ever is not warmed up.
    """
    for job in jobs.values():
        if not job.first:
            job.run()
    runs: dict[str, list[Run]] = {name: [] for name in jobs}
    for number in range(rounds):
        for name, job in jobs.items():
            runs[name].append(job.run())
            print(
                f"{number + 1}/{rounds} {name:34} {runs[name][-1].seconds:7.2f} s", file=sys.stderr
            )
    return runs


def seconds(run: Run) -> float:
    """Wall time of a run."""
    return run.seconds


def cpu(run: Run) -> float:
    """CPU time of a run."""
    return run.cpu


@dataclass(frozen=True)
class Ratio:
    """The ratios of pairs: the median, the lowest and the highest."""

    median: float
    lowest: float
    highest: float

    def __str__(self) -> str:
        digits = 2 if self.median < 10 else 1
        return (
            f"**{self.median:.{digits}f}** ({self.lowest:.{digits}f} to {self.highest:.{digits}f})"
        )


def ratio(
    runs: Mapping[str, list[Run]], of: str, to: str, value: Callable[[Run], float] = seconds
) -> Ratio:
    """Compare two jobs round by round."""
    ratios = [value(a) / value(b) for a, b in zip(runs[of], runs[to], strict=True)]
    return Ratio(statistics.median(ratios), min(ratios), max(ratios))


def median(runs: list[Run], value: Callable[[Run], float] = seconds) -> float:
    """The median of a job."""
    return statistics.median(value(run) for run in runs)
