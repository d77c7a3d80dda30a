"""The only warning of fast start."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_OURS = (str(Path(__file__).parent), "<frozen importlib")


class FastStartWarning(UserWarning):
    """Something was loaded in the usual way, in full; the message says what and why.

    The app still works correctly, but it starts more slowly. It can be suppressed like any other warning.

    Examples:
        ```python
        import warnings

        from constructs_eic.faststart import FastStartWarning

        warnings.simplefilter("ignore", FastStartWarning)
        ```
    """


class CallSite(NamedTuple):
    """A line of code that a warning can be about.

    Attributes:
        file: Where it is.
        line: Its number.
        module: The module's name, which warnings are filtered by.
    """

    file: str
    line: int
    module: str


def call_site() -> CallSite:
    """Find the line that has led here, outside Python's own code and this package."""
    frame = sys._getframe(1)  # noqa: SLF001 - what the standard library offers for it
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_OURS):
        frame = frame.f_back
    return CallSite(frame.f_code.co_filename, frame.f_lineno, frame.f_globals.get("__name__", ""))


def or_plain(what: str, change: Callable[[], object]) -> None:
    """Make a change to how jsii or typeguard works; warn, and go on without it, if that is not possible."""
    try:
        change()
    except Exception as error:  # no shape of another package may stop the app
        warn([f"{what}: {type(error).__name__}: {error}"], call_site())


def warn(problems: list[str], place: CallSite) -> None:
    """Warn about all `problems` together."""
    message = "not sped up: " + "; ".join(problems)
    warnings.warn_explicit(message, FastStartWarning, place.file, place.line, place.module)
