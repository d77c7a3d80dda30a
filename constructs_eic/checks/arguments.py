"""The arguments that every entry point of the checks takes, as they are given."""

from __future__ import annotations

from constructs_eic._values.errors import Problems
from constructs_eic._values.lists import listed
from constructs_eic.checks.suppressions import Suppression


def require_lists(
    who: str, *, select: object, ignore: object, rules: object, suppressions: object
) -> None:
    """Refuse what is not a list.

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
    listed("select", select, str, "'EIC008'", problems)
    listed("ignore", ignore, str, "'EIC008'", problems)
    listed("rules", rules, str, "'checks/my_rule.py'", problems)
    example = "Suppression('EIC008', '*heartbeat*', reason='…')"
    listed("suppressions", suppressions, Suppression, example, problems)
    problems.raise_if_any()
