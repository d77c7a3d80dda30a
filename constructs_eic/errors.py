"""What is wrong with a configuration, told to the person who wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class Problem:
    """One thing that cannot work.

    Attributes:
        path: Construct path of the configuration (`stack/async`), or the name of what was built.
        argument: The argument as it is written in Python (`on_failure`).
        value: What was given, as Python shows it.
        reason: Why it cannot work.
        fix: What to write instead.

    Example:
        >>> print(Problem("app/async", "qualifier", "''", "it is empty", "leave it out"))
        app/async: qualifier='': it is empty; leave it out
    """

    path: str
    argument: str
    value: str
    reason: str
    fix: str

    def __str__(self) -> str:
        return f"{self.path}: {self.argument}={self.value}: {self.reason}; {self.fix}"


class EventInvokeConfigError(ValueError):
    """A configuration that Lambda or Terraform would refuse, or accept and never honour.

    Attributes:
        problems: Every problem found, in the order of the arguments.

    Example:
        >>> from constructs_eic import EventInvokeDefaults
        >>> try:
        ...     EventInvokeDefaults(maximum_retry_attempts=3)
        ... except EventInvokeConfigError as error:
        ...     print(error.problems[0].argument)
        maximum_retry_attempts
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[EventInvokeConfigError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


@dataclass
class Problems:
    """The problems of one construct, collected so that all are reported at once.

    Attributes:
        path: Tells the construct path; a function, as a sound construct never needs the round trip.
        expression: Tells which Terraform expression a token stands for.
        found: The problems so far.
    """

    path: Callable[[], str]
    expression: Callable[[str], str] = str
    found: list[Problem] = field(default_factory=list)

    def add(self, argument: str, value: object, reason: str, fix: str) -> None:
        """Record one problem; `value` is what the user gave."""
        if isinstance(value, str):
            value = self.expression(value)
        self.found.append(Problem(self.path(), argument, shown(value), reason, fix))

    def raise_if_any(self) -> None:
        """Raise `EventInvokeConfigError` with all that was recorded."""
        if self.found:
            raise EventInvokeConfigError(self.found)

    def fail(self, argument: str, value: object, reason: str, fix: str) -> NoReturn:
        """Record one problem and raise with all that was recorded."""
        self.add(argument, value, reason, fix)
        raise EventInvokeConfigError(self.found)


def shown(value: object) -> str:
    """`value` on one line: a literal as Python writes it, a construct by its kind."""
    jsii_type = getattr(type(value), "__jsii_type__", None)
    if jsii_type is not None:
        return f"<{jsii_type.rpartition('.')[2]}>"
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


_LONGEST_SHOWN = 400
