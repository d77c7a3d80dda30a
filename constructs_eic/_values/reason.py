"""Reasons why something was not done, for whoever can change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Argument:
    """An argument that changes what happens, as part of a reason.

    Attributes:
        name: Its name in Python.
        element: What to put into it, where it takes a list.
    """

    name: str
    element: str | None = None

    def __str__(self) -> str:
        return f"{self.name}={'' if self.element is None else [self.element]}"


class Reason(str):
    """Text that says why something was not done, and which argument changes it.

    As text, it names arguments as they are written in Python. The command has options in their place, and calls
    `spelled` to write these.

    >>> reason = Reason("no region; give ", Argument("region"), " or set AWS_REGION").about("failures")
    >>> print(reason)
    failures: no region; give region= or set AWS_REGION
    >>> print(reason.spelled(lambda argument: f"--{argument.name}"))
    failures: no region; give --region or set AWS_REGION
    """

    parts: tuple[str | Argument, ...]
    """The text and the arguments that it names, in order."""

    def __new__(cls, *parts: str | Argument) -> Reason:
        """Return the text of these parts.

        Args:
            parts: Text, and the arguments that it names.
        """
        reason = super().__new__(cls, "".join(map(str, parts)))
        reason.parts = tuple(
            part for each in parts for part in (each.parts if isinstance(each, Reason) else (each,))
        )
        return reason

    def about(self, subject: str) -> Reason:
        """Return the same reason, with what it is about before it."""
        return Reason(f"{subject}: ", self)

    def spelled(self, spell: Callable[[Argument], str]) -> str:
        """Return the text with its arguments in another spelling."""
        return "".join(spell(each) if isinstance(each, Argument) else each for each in self.parts)

    def __getnewargs__(self) -> tuple[str | Argument, ...]:  # type: ignore[override]
        return self.parts
