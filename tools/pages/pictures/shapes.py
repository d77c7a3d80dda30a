"""Boxes and arrows in SVG."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE: Final = "#7d8794"
LABEL: Final = "#7d8794"
BLUE: Final = "#3b5b8c"
GREEN: Final = "#2f7d4f"
RED: Final = "#a8443a"
PURPLE: Final = "#7a4f9e"

_TITLE_HEIGHT: Final = 38
_NOTE_HEIGHT: Final = 18


@dataclass(frozen=True)
class Box:
    """A rectangle with a title and lines below it."""

    x: int
    y: int
    title: str
    note: str
    color: str = BLUE
    width: int = 170
    border: str = ""

    @property
    def height(self) -> int:
        return _TITLE_HEIGHT + _NOTE_HEIGHT * len(self.note.splitlines())

    @property
    def left(self) -> tuple[int, int]:
        return self.x, self.y + self.height // 2

    @property
    def right(self) -> tuple[int, int]:
        return self.x + self.width, self.y + self.height // 2

    @property
    def top(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y

    @property
    def bottom(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height

    def drawn(self) -> str:
        middle = self.x + self.width // 2
        stroke = f' stroke="{self.border}" stroke-width="4"' if self.border else ""
        notes = (
            f'<text x="{middle}" y="{self.y + 42 + _NOTE_HEIGHT * number}" class="note">{escape(line)}</text>'
            for number, line in enumerate(self.note.splitlines())
        )
        return (
            f'<rect x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}" rx="8" '
            f'fill="{self.color}"{stroke}/>'
            f'<text x="{middle}" y="{self.y + 24}" class="title">{escape(self.title)}</text>'
            f"{''.join(notes)}"
        )


def arrow(
    *points: tuple[int, int],
    label: str = "",
    at: tuple[int, int] | None = None,
    is_dashed: bool = False,
) -> str:
    """A line through `points` with a head at its end."""
    path = " ".join(f"{x},{y}" for x, y in points)
    text = ""
    if label:
        x, y = at or ((points[0][0] + points[-1][0]) // 2, points[0][1] - 8)
        text = f'<text x="{x}" y="{y}" class="label">{escape(label)}</text>'
    dashes = ' stroke-dasharray="5 4"' if is_dashed else ""
    return f'<polyline points="{path}" class="line"{dashes} marker-end="url(#head)"/>{text}'


def svg(width: int, height: int, about: str, parts: Iterable[str]) -> str:
    """The parts as a picture of something."""
    style = (
        "text{font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;text-anchor:middle}"
        ".title{font-size:14px;font-weight:600;fill:#fff}.note{font-size:11px;fill:#fff}"
        f".label{{font-size:11.5px;fill:{LABEL}}}"
        f".line{{fill:none;stroke:{LINE};stroke-width:1.6}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(about)}">'
        f"<style>{style}</style>"
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        f'orient="auto-start-reverse"><path d="M0,0L10,5L0,10z" fill="{LINE}"/></marker></defs>'
        f"{''.join(parts)}</svg>\n"
    )
