"""A table of text for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from rich.table import Table

# A pipe has no width: nothing is wrapped there, so that grep sees each row as whole lines.
_NO_WIDTH = 100_000


def write(columns: Sequence[str], rows: Iterable[Iterable[str]], out: TextIO) -> None:
    """Write rows under their columns' names; on a terminal too narrow for them, each row as a list."""
    from rich.console import Console

    console = Console(file=out, width=None if out.isatty() else _NO_WIDTH, highlight=False)
    cells = [list(row) for row in rows]
    drawing = _table(columns, cells)
    unbroken = console.measure(drawing, options=console.options.update(max_width=_NO_WIDTH)).maximum
    if unbroken > console.width:
        drawing = _lists(columns, cells)
    with console.capture() as drawn:
        console.print(drawing)
    out.writelines(f"{line.rstrip()}\n" for line in drawn.get().splitlines())


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        # Text, not str: rich would read markup in a name.
        table.add_row(*map(Text, row))
    return table


def _lists(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> Table:
    """A line for each cell, with its column's name, and an empty line between the rows."""
    from rich.table import Table
    from rich.text import Text

    lists = Table.grid(padding=(0, 2, 0, 0))
    lists.add_column(style="bold", no_wrap=True)
    lists.add_column(overflow="fold")
    for row in rows:
        if lists.row_count:
            lists.add_row()
        for name, cell in zip(columns, row, strict=True):
            lists.add_row(name, Text(cell))
    return lists
