"""The problems of a configuration, for the person who wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn

from constructs_eic._values.tokens import give_one_instance, is_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class Problem:
    """One thing that cannot work.

    Attributes:
        path: Construct path of the configuration (`stack/async`), or the name of the object.
        argument: The argument as it is written in Python (`on_failure`).
        value: What was given, as Python shows it; empty if nothing was given.
        reason: Why it cannot work.
        fix: What to write instead.

    Examples:
        >>> print(Problem("app/async", "qualifier", "''", "it is empty", "leave it out"))
        app/async: qualifier='': it is empty; leave it out
    """

    path: str
    argument: str
    value: str
    reason: str
    fix: str

    def __str__(self) -> str:
        given = f"{self.argument}={self.value}" if self.value else self.argument
        return f"{self.path}: {given}: {self.reason}; {self.fix}"


class _Nothing:
    """Stands for a value that was not given."""


NOTHING: Final = _Nothing()


class EventInvokeConfigError(ValueError):
    """A configuration that Lambda or Terraform would reject, or would accept but not apply.

    Attributes:
        problems: Every problem found, in the order of the arguments.

    Examples:
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
    """The problems of one construct, collected so that all are reported together.

    Attributes:
        path: Returns the construct path; a function, because a valid construct never needs the round trip.
        expression: Returns the Terraform expression that a token stands for.
        found: The problems so far.
    """

    path: Callable[[], str]
    expression: Callable[[str], str] = str
    found: list[Problem] = field(default_factory=list)

    def add(self, argument: str, value: object, reason: str, fix: str) -> None:
        """Record one problem; `value` is what the user gave, or `NOTHING`."""
        reason, fix = _mistaken_for_its_value(argument, value) or (reason, fix)
        reason, fix = self.expression(reason), self.expression(fix)
        self.found.append(Problem(self.path(), argument, self.shown(value), reason, fix))

    def shown(self, value: object) -> str:
        """`value` on one line, a token as the Terraform expression that it stands for, in a list or dict, too."""
        return shown(self._with_expressions(value))

    def _with_expressions(self, value: object) -> object:
        if isinstance(value, str):
            return self.expression(value)
        if isinstance(value, list):
            return [self._with_expressions(each) for each in value]
        if isinstance(value, tuple):
            return tuple(self._with_expressions(each) for each in value)
        if isinstance(value, dict):
            return {name: self._with_expressions(each) for name, each in value.items()}
        return value

    def raise_if_any(self) -> None:
        """Raise `EventInvokeConfigError` with all that was recorded."""
        if self.found:
            raise EventInvokeConfigError(self.found)

    def fail(self, argument: str, value: object, reason: str, fix: str) -> NoReturn:
        """Record one problem and raise with all that was recorded."""
        self.add(argument, value, reason, fix)
        raise EventInvokeConfigError(self.found)


def _mistaken_for_its_value(argument: str, value: object) -> tuple[str, str] | None:
    """Reason and fix for a value that is wrong for any argument: a class, a Terraform variable."""
    if isinstance(value, type):
        return (
            "this is a class, not an instance of it",
            f"create one, as in {value.__name__}(...)",
        )
    if getattr(type(value), "__jsii_type__", "").endswith(".TerraformVariable"):
        wrapped = argument in ("on_failure", "on_success")
        return (
            "this is the variable itself, not its value",
            "give its value, wrapped as in SqsDestination(variable.string_value)"
            if wrapped
            else "give its .string_value, or its .number_value where a number is taken",
        )
    return None


def shown(value: object) -> str:
    """`value` on one line: a literal as Python writes it, a construct by its kind, `NOTHING` as empty text."""
    if value is NOTHING:
        return ""
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, float) and is_token(value):
        return "<number token>"
    jsii_type = getattr(type(value), "__jsii_type__", None)
    if jsii_type is not None:
        is_subclass = "__jsii_type__" not in vars(type(value))
        return f"<{type(value).__name__ if is_subclass else jsii_type.rpartition('.')[2]}>"
    if isinstance(value, (list, tuple)):
        inside = ", ".join(map(shown, value))
        text = f"[{inside}]" if isinstance(value, list) else f"({inside})"
    elif isinstance(value, dict):
        inside = ", ".join(f"{name!r}: {shown(each)}" for name, each in value.items())
        text = f"{{{inside}}}"
    else:
        text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


_LONGEST_SHOWN = 400


def refuse_multiple(instance: str) -> tuple[str, str]:
    """Reason and fix for a resource with `count` or `for_each` that is given as a whole."""
    return (
        "this resource has count or for_each, and a configuration names one instance",
        give_one_instance(instance),
    )


def require_tuples(owner: object, *names: str) -> None:
    """Raise `TypeError` if an attribute is one value, not several; text would be taken as its characters."""
    for name in names:
        given: object = getattr(owner, name)
        if not isinstance(given, (tuple, list)):
            raise TypeError(
                f"{type(owner).__name__}: {name}={given!r} is not a tuple; give ({given!r},)"
            )
