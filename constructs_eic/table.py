"""A table of text for the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

# A pipe has no width: nothing is folded there, each row is whole lines for grep.
_NO_WIDTH = 100_000


def write(columns: Iterable[str], rows: Iterable[Iterable[str]], out: TextIO) -> None:
    """Write rows under their columns' names."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        # Text, not str: rich would read markup in a name.
        table.add_row(*map(Text, row))
    console = Console(file=out, width=None if out.isatty() else _NO_WIDTH, highlight=False)
    with console.capture() as drawn:
        console.print(table)
    out.writelines(f"{line.rstrip()}\n" for line in drawn.get().splitlines())
