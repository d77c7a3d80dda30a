"""Arguments that take a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from constructs_eic._values.errors import Problems

_Kind = TypeVar("_Kind")


def listed(
    argument: str, given: object, kind: type[_Kind], example: str, problems: Problems
) -> tuple[_Kind, ...]:
    """Return what a list holds; what is not a list of `kind` is a problem.

    A string is refused although Python could iterate over it: it would be taken as a list of its characters, and a
    pattern such as `orders*` would become seven patterns, of which the last matches everything.

    Args:
        argument: The name of the argument.
        given: What was given.
        kind: What the list holds.
        example: An element as Python writes it, such as `'EIC008'`.
        problems: Collects what is wrong.

    Returns:
        The elements that are valid, in the order given.

    >>> from constructs_eic._values.errors import Problems
    >>> problems = Problems(lambda: "app")
    >>> listed("functions", "orders*", str, "'orders*'", problems)
    ()
    >>> print(problems.found[0])
    app: functions='orders*': this is a string, not a list; give ['orders*']
    """
    if isinstance(given, str):
        fix = f"give [{given!r}]" if kind is str else f"give a list such as [{example}]"
        problems.add(argument, given, "this is a string, not a list", fix)
        return ()
    if not isinstance(given, Collection) or isinstance(given, (bytes, bytearray, Mapping)):
        problems.add(argument, given, "this is not a list", f"give a list such as [{example}]")
        return ()
    what = "string" if kind is str else kind.__name__
    for each in given:
        if isinstance(each, type) and kind is str:  # "create one" would not help
            problems.add(
                argument,
                [each],
                "this is a class, not a string",
                f"give one such as {example}",
            )
        elif not isinstance(each, kind):
            problems.add(argument, each, f"this is not a {what}", f"give one such as {example}")
    return tuple(each for each in given if isinstance(each, kind))
