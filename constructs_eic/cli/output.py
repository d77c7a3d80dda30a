"""The output of the command besides its result, and its exit statuses."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import click

from constructs_eic._output.text import printable

if TYPE_CHECKING:
    from typing import IO

COMPLETE: Final = 0
INCOMPLETE: Final = 1
WRONG_USAGE: Final = 2
INTERRUPTED: Final = 130


def say(text: str) -> None:
    """Write one line to stderr, under the command's name; without anyone to read it, nothing."""
    with suppress(OSError):  # the terminal is gone
        click.echo(f"constructs-eic: {printable(text)}", err=True)


class CannotStart(click.ClickException):
    """The command cannot start: reported without the usage."""

    exit_code = INCOMPLETE

    def show(self, file: IO[str] | None = None) -> None:
        """Print the message, each of its lines as a line of its own."""
        for line in self.message.splitlines():
            say(line)


class NotEnoughGiven(CannotStart):
    """The same, if the cause is the arguments or the environment."""

    exit_code = WRONG_USAGE
