"""What four times as many configurations cost, for each shape that an estate can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measure import Job
from benchmarks.pairs import in_turn, median, ratio

if TYPE_CHECKING:
    from benchmarks.parts import Options

TITLE = "Growth"

# In `apps/shapes.py`, each with what the page says of it.
SHAPES = {
    "functions": "a queue each",
    "cross-stack": "queue, functions and aliases in another stack",
    "s3-with-key": "a bucket each, with an encryption configuration",
    "made-queues": "a queue created for each",
    "alarms": "alarms, and one queue for all",
    "response-only": "responses to one function",
    "by-name": "functions by name, outside the app",
    "modules": "functions from modules",
    "defaults": "everything from defaults of the app",
    "imports": "imports",
    "shared-role": "one role for all",
    "qualifiers": "versions of one function",
}
FEW, MANY = "100", "400"


def measure(_: Options) -> list[str]:
    """Measure 100 and 400 configurations of each shape, and 1,000 qualifiers beside 1,000 functions."""
    lines = [
        "With fast start. For linear growth, the ratio is below 4, as every app also takes some time to start.",
        "",
        f"| configurations | {FEW} | {MANY} | ratio |",
        "|---|---:|---:|---|",
    ]
    for shape, words in SHAPES.items():
        runs = in_turn(
            {each: Job("shapes", f"{shape}:{each}", fast=True) for each in (FEW, MANY)}, rounds=3
        )
        few, many = median(runs[FEW]), median(runs[MANY])
        lines.append(f"| {words} | {few:.1f} s | {many:.1f} s | {ratio(runs, MANY, FEW)} |")
    one_function, functions = "qualifiers", "functions"
    runs = in_turn(
        {each: Job("shapes", f"{each}:1000", fast=True) for each in (one_function, functions)},
        rounds=3,
    )
    return [
        *lines,
        "",
        "1,000 qualifiers of one function to 1,000 functions: "
        f"{median(runs[one_function]):.1f} s / {median(runs[functions]):.1f} s, "
        f"{ratio(runs, one_function, functions)}.",
    ]
