"""The chart of a benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from matplotlib import rc_context
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


# Readable on a light and on a dark page.
_COLOR: Final = "#7d8794"


def draw_bars(path: Path, title: str, seconds: Mapping[str, float]) -> None:
    """Draw one bar for each name, into an SVG file."""
    with rc_context(
        {
            "text.color": _COLOR,
            "axes.labelcolor": _COLOR,
            "axes.edgecolor": _COLOR,
            "xtick.color": _COLOR,
            "ytick.color": _COLOR,
        }
    ):
        _draw_bars(path, title, seconds)


def _draw_bars(path: Path, title: str, seconds: Mapping[str, float]) -> None:
    figure = Figure(figsize=(8, 2.4), layout="constrained")
    axes = figure.subplots()
    bars = axes.barh(list(seconds), list(seconds.values()), color="#9aa5b1")
    for bar, name in zip(bars, seconds, strict=True):
        if name == "fast start":
            bar.set_color("#2f855a")
    axes.bar_label(bars, [f"{value:.2f} s" for value in seconds.values()], padding=4)
    axes.invert_yaxis()
    axes.set_title(title, loc="left")
    axes.set_xlabel("whole process, seconds")
    axes.set_xlim(0, max(seconds.values()) * 1.12)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, transparent=True, metadata={"Date": None})
