"""What can be measured, each part in a separate file.

A part has a `TITLE`, the heading of its section in `docs/benchmarks.md`, and `measure(options)`,
which returns the section's lines. `make bench PARTS="start latency"` runs some of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

# In the order of the sections.
NAMES = (
    "start",
    "first",
    "latency",
    "scale",
    "growth",
    "ablation",
    "trips",
    "listing",
    "audit",
    "redrive",
)


@dataclass(frozen=True)
class Options:
    """What a part needs to know.

    Attributes:
        cdk_python: An interpreter that has aws-cdk-lib.
        cdktn_python: An interpreter that has cdktn and its AWS bindings.
        docs: Where the page and its pictures are.
    """

    cdk_python: str
    cdktn_python: str
    docs: Path


class Part(Protocol):
    """A module of this package."""

    TITLE: str

    def measure(self, options: Options) -> list[str]:
        """Measure, and return the lines of the section."""


def part(name: str) -> Part:
    """Import a part."""
    module: Part = import_module(f"{__name__}.{name}")
    return module
