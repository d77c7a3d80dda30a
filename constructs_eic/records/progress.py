"""The progress of a redrive, shown on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from constructs_eic.records.results import Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich import progress as rich

    from constructs_eic.records.results import RecordResult


@contextmanager
def shown(total: int | None, *, on_terminal: bool) -> Iterator[Callable[[RecordResult], None]]:
    """A bar on stderr with counts, rate and time left while the context lasts, or nothing.

    Args:
        total: How many records there are, approximately; `None` if that is not known.
        on_terminal: Whether to show anything.

    Yields:
        The function to call with each outcome.
    """
    if not on_terminal:
        yield lambda _outcome: None
        return
    from rich import progress as rich
    from rich.console import Console
    from rich.text import Text

    class Rate(rich.ProgressColumn):
        def render(self, task: rich.Task) -> Text:
            return Text(f"{task.speed or 0:.0f}/s")

    columns = (
        rich.TextColumn("{task.fields[sent]} sent, {task.fields[left]} left"),
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        Rate(),
        rich.TimeRemainingColumn(),
    )
    with rich.Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        # What goes to the terminal is written above the bar; rich would also write a file's lines there.
        redirect_stdout=sys.stdout.isatty(),
        redirect_stderr=True,
    ) as bar:
        task = bar.add_task("", total=total, sent=0, left=0)
        yield _counting(bar, task)


def _counting(bar: rich.Progress, task: rich.TaskID) -> Callable[[RecordResult], None]:
    counts = {"sent": 0, "left": 0}

    def hear(outcome: RecordResult) -> None:
        counts["sent" if isinstance(outcome, Sent) else "left"] += 1
        bar.update(task, advance=1, sent=counts["sent"], left=counts["left"])

    return hear
