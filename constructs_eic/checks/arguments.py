"""The arguments that every entry point of the checks takes, as they are given."""

from __future__ import annotations

from collections.abc import Collection

from constructs_eic._values.errors import Problems
from constructs_eic.checks.suppressions import Suppression


def require_lists(
    who: str, *, select: object, ignore: object, rules: object, suppressions: object
) -> None:
    """Refuse what is not a list: Python would treat a string as a list of its characters.

    Args:
        who: What takes the arguments, as its caller writes it.
        select: Ids of rules.
        ignore: Ids of rules.
        rules: Modules with rules.
        suppressions: Suppressions.

    Raises:
        EventInvokeConfigError: with every argument that is not a list of these.
    """
    problems = Problems(lambda: who)
    _require("select", select, str, "'EIC008'", problems)
    _require("ignore", ignore, str, "'EIC008'", problems)
    _require("rules", rules, str, "'checks/my_rule.py'", problems)
    example = "Suppression('EIC008', '*heartbeat*', reason='…')"
    _require("suppressions", suppressions, Suppression, example, problems)
    problems.raise_if_any()


def _require(argument: str, given: object, kind: type, example: str, problems: Problems) -> None:
    if isinstance(given, str):
        fix = f"give [{given!r}]" if kind is str else f"give a list such as [{example}]"
        problems.add(argument, given, "this is a string, not a list", fix)
    elif not isinstance(given, Collection):
        problems.add(argument, given, "this is not a list", f"give a list such as [{example}]")
    else:
        what = "string" if kind is str else kind.__name__
        for each in given:
            if not isinstance(each, kind):
                problems.add(argument, each, f"this is not a {what}", f"give one such as {example}")
