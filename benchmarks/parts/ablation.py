"""What each part of fast start brings: an app without one of them beside the app with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measure import Job
from benchmarks.pairs import seconds

if TYPE_CHECKING:
    from benchmarks.measure import Run
    from benchmarks.parts import Options

TITLE = "Parts of fast start"

SWITCH = "CONSTRUCTS_EIC_FASTSTART_WITHOUT"
PARTS = ("python", "node", "relay", "type_checks")
COUNTS = (1, 20, 100, 1000)


def measure(_: Options) -> list[str]:
    """Run the app once with each part switched off, at each size, beside runs with all parts."""
    rows = {part: [_without(part, count) for count in COUNTS] for part in PARTS}
    return [
        "Each part is switched off alone, in apps of 1 to 1,000 functions with role, queue and configuration:",
        "the time without the part, divided by the time with all parts, from one run each.",
        "",
        f"| without | {' | '.join(f'{count:,}' for count in COUNTS)} |",
        "|---|" + "---:|" * len(COUNTS),
        *(
            f"| `{part}` | {' | '.join(f'{each:.2f}' for each in row)} |"
            for part, row in rows.items()
        ),
    ]


def _without(part: str, count: int) -> float:
    """The ratio of a run without `part` to the runs with all parts right before and after it."""
    before, off, after = (_run(count, without=without) for without in ("", part, ""))
    return 2 * seconds(off) / (seconds(before) + seconds(after))


def _run(count: int, *, without: str) -> Run:
    environment = {SWITCH: without} if without else {}
    return Job("construct", count, fast=True, environment=environment).run()
