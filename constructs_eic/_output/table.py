"""A table of text for people to read, written as its rows arrive."""

from __future__ import annotations

import shutil
import time
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

_GAP = "   "
_LIST_GAP = "  "
# The widths are those of the first rows; a cell that is wider makes its column wider from there on.
_MOST_ROWS_TO_MEASURE = 100
_LONGEST_SECONDS_TO_MEASURE = 1.0


def write(columns: Sequence[str], rows: Iterable[Iterable[str]], out: TextIO) -> None:
    """Write rows under their columns' names; on a terminal too narrow for them, each row as a list.

    A pipe has no width: nothing is wrapped there, so that grep sees each row as whole lines.
    """
    cells = (list(row) for row in rows)
    first = list(_first(cells))
    widths = _widths([list(columns), *first])
    width = shutil.get_terminal_size().columns if out.isatty() else None
    is_table = width is None or sum(widths) + len(_GAP) * (len(widths) - 1) <= width
    every = chain(first, cells)
    lines = _table(columns, widths, every) if is_table else _lists(columns, every, width or 0)
    out.writelines(f"{line.rstrip()}\n" for line in lines)


def _first(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    begin = time.monotonic()
    for number, row in enumerate(rows, 1):
        yield row
        waited = time.monotonic() - begin
        if number == _MOST_ROWS_TO_MEASURE or waited > _LONGEST_SECONDS_TO_MEASURE:
            return


def _widths(rows: Iterable[list[str]]) -> list[int]:
    return [max(map(_width, column)) for column in zip(*rows, strict=True)]


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _table(columns: Sequence[str], widths: list[int], rows: Iterable[list[str]]) -> Iterator[str]:
    def line(cells: Iterable[str]) -> str:
        pairs = zip(cells, widths, strict=True)
        return _GAP.join(cell + " " * (width - _width(cell)) for cell, width in pairs)

    yield line(columns)
    yield "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    for row in rows:
        widths = [max(width, _width(cell)) for width, cell in zip(widths, row, strict=True)]
        yield line(row)


def _lists(columns: Sequence[str], rows: Iterable[list[str]], width: int) -> Iterator[str]:
    """A line for each cell, with its column's name, and an empty line between the rows."""
    indent = max(map(len, columns))
    room = max(10, width - indent - len(_LIST_GAP))
    for number, row in enumerate(rows):
        if number:
            yield ""
        for name, cell in zip(columns, row, strict=True):
            for part in _folded(cell, room):
                yield f"{name:{indent}}{_LIST_GAP}{part}"
                name = ""


def _folded(text: str, width: int) -> Iterator[str]:
    if _width(text) <= width:
        yield text
        return
    from rich.console import Console
    from rich.text import Text

    for line in Text(text).wrap(Console(width=width), width, overflow="fold"):
        yield line.plain
