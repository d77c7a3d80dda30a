"""The progress of a run of the forwarder: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from constructs_eic.aws.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_eic.records.redriver.results import RedriverProgress

_SECONDS_BETWEEN_LINES: Final = 60.0


def line(progress: RedriverProgress) -> str:
    """Return the counts, the rate and the time left.

    >>> from constructs_eic.records import RedriverProgress
    >>> line(RedriverProgress(total=1_000_000, waiting=640_000, parked=3, per_second=900))
    'about 360,000 of 1,000,000 taken, 3 parked; 900/s, 0:11:51 left'
    """
    text = f"about {progress.gone:,} of {progress.total:,} taken, {progress.parked:,} parked"
    if not progress.waiting:
        return f"{text}; empty, waiting for a minute"
    if progress.seconds_left is None:
        return text
    return f"{text}; {progress.per_second:,.0f}/s, {timedelta(seconds=round(progress.seconds_left))} left"


@contextmanager
def shown(
    say: Callable[[str], None], *, on_terminal: bool, clock: Clock | None = None
) -> Iterator[Callable[[RedriverProgress], None]]:
    """Show progress while the context lasts.

    Args:
        say: Writes one line, if it is not a terminal.
        on_terminal: Whether to show a bar instead.
        clock: The clock by which lines are written.

    Yields:
        The function to call with each state.
    """
    if not on_terminal:
        yield _saying(say, clock or Clock())
        return
    from rich import progress as rich
    from rich.console import Console

    with rich.Progress(
        rich.BarColumn(bar_width=12),
        rich.TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
        # What goes to the terminal is written above the bar; rich would also write a file's lines there.
        redirect_stdout=sys.stdout.isatty(),
        redirect_stderr=True,
    ) as bar:
        task = bar.add_task("starting", total=None)

        def draw(progress: RedriverProgress) -> None:
            bar.update(
                task, description=line(progress), total=progress.total, completed=progress.gone
            )

        yield draw


def _saying(say: Callable[[str], None], clock: Clock) -> Callable[[RedriverProgress], None]:
    following = clock.now() + _SECONDS_BETWEEN_LINES

    def hear(progress: RedriverProgress) -> None:
        nonlocal following
        if clock.now() >= following:
            following = clock.now() + _SECONDS_BETWEEN_LINES
            say(line(progress))

    return hear
