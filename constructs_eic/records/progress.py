"""The progress of a redrive, shown on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from constructs_eic.records.results import Refused, Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich import progress as rich

    from constructs_eic.records.results import RecordResult


@contextmanager
def shown(
    total: int | None, *, is_dry: bool, on_terminal: bool
) -> Iterator[Callable[[RecordResult], None]]:
    """A bar on stderr with counts, rate and time left while the context lasts, or nothing.

    Args:
        total: How many records there are, approximately; `None` if that is not known.
        is_dry: Whether nothing is sent.
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

    done = "would be sent" if is_dry else "sent"
    columns = (
        rich.TextColumn("{task.fields[sent]} " + done + ", {task.fields[left]} left in place"),
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
        yield _counting(bar, task, total)


def _counting(
    bar: rich.Progress, task: rich.TaskID, total: int | None
) -> Callable[[RecordResult], None]:
    counts = {"sent": 0, "left": 0}

    def hear(result: RecordResult) -> None:
        if isinstance(result, Refused) and result.was_sent:
            return  # it has been counted as sent
        counts["sent" if isinstance(result, Sent) else "left"] += 1
        done = sum(counts.values())
        # SQS counts approximately: there may be more than it said.
        most = None if total is None else max(total, done)
        bar.update(task, completed=done, total=most, sent=counts["sent"], left=counts["left"])

    return hear
