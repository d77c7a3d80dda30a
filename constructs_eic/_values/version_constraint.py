"""Version constraints of Terraform's providers.

Source: "Version Constraints" in the Terraform Language Documentation.
"""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+)*)")


def allows_from(constraint: str, version: tuple[int, ...]) -> bool:
    """Return whether `constraint` allows `version` or a newer one, of which Terraform selects the newest.

    Examples:
        >>> allows_from("~> 5.0", (6, 8, 0)), allows_from(">= 5.0", (6, 8, 0))
        (False, True)
    """
    return all(_may_be_from(clause, version) for clause in constraint.split(","))


def _may_be_from(clause: str, version: tuple[int, ...]) -> bool:
    match = _CLAUSE.match(clause)
    if match is None:
        return True
    operator = match[1] or "="
    given = tuple(map(int, match[2].split(".")))
    if operator in ("=", "<="):
        return _padded(given) >= version
    if operator == "<":
        return _padded(given) > version
    if operator == "~>" and len(given) > 1:
        # The last number given may rise, those before it may not.
        *fixed, last_fixed = given[:-1]
        return _padded((*fixed, last_fixed + 1)) > version
    return True


def _padded(version: tuple[int, ...]) -> tuple[int, ...]:
    return (*version, 0, 0, 0)[:3]
