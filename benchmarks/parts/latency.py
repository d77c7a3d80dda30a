"""How long one round trip to Node takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measure import Job
from benchmarks.pairs import in_turn, median, ratio

if TYPE_CHECKING:
    from benchmarks.measure import Run
    from benchmarks.parts import Options

TITLE = "A round trip to Node"

PLAIN, FAST = "plain", "fast start"


def measure(_: Options) -> list[str]:
    """Measure repeated requests for an attribute of a construct."""
    jobs = {PLAIN: Job("round_trip"), FAST: Job("round_trip", fast=True)}
    runs = in_turn(jobs, rounds=9)
    return [
        "| plain | fast start | fast start to plain |",
        "|---:|---:|---|",
        f"| {median(runs[PLAIN], _microseconds):.0f} µs | {median(runs[FAST], _microseconds):.0f} µs "
        f"| {ratio(runs, FAST, PLAIN, _microseconds)} |",
    ]


def _microseconds(run: Run) -> float:
    return run.told()["microseconds"]
