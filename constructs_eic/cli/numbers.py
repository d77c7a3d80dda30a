"""Types of options that take a number; a message says what is accepted.

click shows the name of a type, `number`, in the help.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_WHOLE = re.compile(r"\d{1,15}", re.ASCII)


def whole_number(things: str, most: int | None = None) -> Callable[[object], int]:
    """A whole number from 1, at most `most`, of `things`, such as `events`."""
    accepted = "of at least 1" if most is None else f"from 1 to {most:,}"

    def number(given: object) -> int:
        read = int(str(given)) if _WHOLE.fullmatch(str(given)) else 0
        if read < 1 or (most is not None and read > most):
            raise click.BadParameter(
                f"{str(given)!r} is not a number of {things}; give a whole number {accepted}"
            )
        return read

    return number


def rate() -> Callable[[object], float]:
    """A finite number of requests per second; 0 sets no limit."""

    def number(given: object) -> float:
        try:
            read = float(str(given))
        except ValueError:
            read = math.nan
        if not (math.isfinite(read) and read >= 0):
            raise click.BadParameter(
                f"{str(given)!r} is not a rate; give a number of requests per second, or 0 for no limit"
            )
        return read

    return number
