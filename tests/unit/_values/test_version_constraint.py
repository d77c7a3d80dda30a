"""Whether a version constraint allows a version or a newer one."""

from __future__ import annotations

import pytest

from constructs_eic._values.version_constraint import allows_from


@pytest.mark.parametrize(
    ("constraint", "allowed"),
    [
        ("5.100.0", False),
        ("= 5.100.0", False),
        ("6.7.99", False),
        ("6.8.0", True),
        ("6.8", True),
        ("v6.25.0", True),
        ("~> 5.0", False),
        ("~> 5", True),
        ("~> 6.0", True),
        ("~> 6.7", True),
        ("~> 6.7.1", False),
        ("~> 6.8.0", True),
        (">= 5.0", True),
        ("> 5.0, != 6.0.0", True),
        (">= 5.0, < 6.0", False),
        (">= 6.0.0,<6.8.0", False),
        (">= 6.0.0, < 6.8.1", True),
        ("<= 6.8.0", True),
        ("<= 6.7", False),
        ("", True),
        ("latest", True),
    ],
)
def test_what_a_constraint_allows(constraint: str, allowed: bool) -> None:
    assert allows_from(constraint, (6, 8, 0)) == allowed
