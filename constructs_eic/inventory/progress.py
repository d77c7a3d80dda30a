"""The progress of a listing, shown on a terminal."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich import progress as rich


class Progress(Protocol):
    """Is notified, from any thread, of every function that is found and that is read."""

    def found(self) -> None:
        """One more function to read."""

    def read(self) -> None:
        """One function is done."""


class Silent:
    """Shows nothing."""

    def found(self) -> None:
        """Tell nothing."""

    def read(self) -> None:
        """Tell nothing."""


@contextmanager
def shown(*, on_terminal: bool, title: str = "Reading functions") -> Iterator[Progress]:
    """A bar on stderr with counts and time left while the context lasts, or nothing."""
    if not on_terminal:
        yield Silent()
        return
    from rich import progress as rich
    from rich.console import Console

    columns = (
        rich.TextColumn(title),
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        rich.TimeRemainingColumn(),
    )
    with rich.Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        # The entries go to stdout: rich would catch them and write them to stderr.
        redirect_stdout=False,
        redirect_stderr=False,
    ) as bar:
        yield _Bar(bar, bar.add_task("", total=0))


class _Bar:
    def __init__(self, bar: rich.Progress, task: rich.TaskID) -> None:
        self._bar = bar
        self._task = task
        self._total = 0
        self._lock = threading.Lock()

    def found(self) -> None:
        with self._lock:
            self._total += 1
            self._bar.update(self._task, total=self._total)

    def read(self) -> None:
        self._bar.advance(self._task)
