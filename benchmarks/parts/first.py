"""The first run on a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measure import Job
from benchmarks.pairs import in_turn, median, ratio
from benchmarks.parts.start import FAST, FLOOR, PEER, PLAIN

if TYPE_CHECKING:
    from benchmarks.parts import Options

TITLE = "The first run ever"


def measure(options: Options) -> list[str]:
    """Measure the four apps without bytecode and package cache."""
    jobs = {
        FLOOR: Job("floor", first=True),
        FAST: Job("construct", fast=True, first=True),
        PLAIN: Job("construct", first=True),
        PEER: Job("aws_cdk_app", first=True, python=options.cdk_python),
    }
    runs = in_turn(jobs, rounds=3)
    return [
        "Without Python's bytecode and without jsii's package cache, as in a fresh CI job.",
        "",
        "| " + " | ".join(jobs) + " | plain to fast start | AWS CDK to fast start |",
        "|" + "---:|" * (len(jobs) + 2),
        f"| {' | '.join(f'{median(runs[name]):.1f} s' for name in jobs)} "
        f"| {ratio(runs, PLAIN, FAST)} | {ratio(runs, PEER, FAST)} |",
    ]
