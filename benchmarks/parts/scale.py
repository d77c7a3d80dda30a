"""Many functions in one stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measure import Job
from benchmarks.pairs import Ratio, in_turn, median, ratio

if TYPE_CHECKING:
    from benchmarks.measure import Run
    from benchmarks.parts import Options

TITLE = "1,000 functions"

HAND, PLAIN, CONSTRUCT, MORE = "by hand", "by hand, plain", "with the construct", "4,000"


def measure(_: Options) -> list[str]:
    """Measure apps of 1,000 functions, and one of 4,000."""
    runs = in_turn(
        {HAND: Job("by_hand", 1000, fast=True), CONSTRUCT: Job("construct", 1000, fast=True)},
        rounds=5,
    )
    hundred = in_turn(
        {HAND: Job("by_hand", 100, fast=True), CONSTRUCT: Job("construct", 100, fast=True)},
        rounds=5,
    )
    plain = in_turn({HAND: Job("by_hand", 1000, fast=True), PLAIN: Job("by_hand", 1000)}, rounds=3)
    growth = in_turn(
        {
            CONSTRUCT: Job("construct", 1000, fast=True),
            MORE: Job("construct", 4000, fast=True),
        },
        rounds=3,
    )
    checks = in_turn({CONSTRUCT: Job("checks", 1000), MORE: Job("checks", 4000)}, rounds=3)
    return [
        "Each with a role, a failure queue, the permission and the configuration; with fast start unless",
        "stated otherwise.",
        "",
        "| compared | times | ratio |",
        "|---|---:|---|",
        _row("with the construct to by hand", runs, CONSTRUCT, HAND),
        _row("the same, 100 functions", hundred, CONSTRUCT, HAND),
        _row("by hand, fast start to plain", plain, HAND, PLAIN),
        _built("the same, from the first construct on", plain, HAND, PLAIN),
        _row("4,000 functions to 1,000", growth, MORE, CONSTRUCT),
        _built("`constructs-eic check`, 4,000 functions to 1,000", checks, MORE, CONSTRUCT),
    ]


def _row(compared: str, runs: dict[str, list[Run]], of: str, to: str) -> str:
    return _line(compared, median(runs[of]), median(runs[to]), ratio(runs, of, to))


def _built(compared: str, runs: dict[str, list[Run]], of: str, to: str) -> str:
    of_median, to_median = median(runs[of], _building), median(runs[to], _building)
    return _line(compared, of_median, to_median, ratio(runs, of, to, _building))


def _line(compared: str, of: float, to: float, both: Ratio) -> str:
    return f"| {compared} | {of:.1f} s / {to:.1f} s | {both} |"


def _building(run: Run) -> float:
    return run.told()["building"]
