"""Arguments that are not lists, or lists of the wrong type: each entry point reports what it was given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfigError
from constructs_eic.checks import AsyncChecks, Suppression, check
from constructs_eic.testing import assert_no_findings
from tests.framework import App, TerraformStack

if TYPE_CHECKING:
    from collections.abc import Callable

ONE = Suppression("EIC008", "*", "the next one follows")

WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"select": "EIC001"}, ["select='EIC001': this is a string, not a list; give ['EIC001']"]),
    ({"ignore": "EIC001"}, ["ignore='EIC001': this is a string, not a list; give ['EIC001']"]),
    ({"rules": "x.py"}, ["rules='x.py': this is a string, not a list; give ['x.py']"]),
    ({"rules": Path("x.py")}, ["this is not a list; give a list such as ['checks/my_rule.py']"]),
    ({"rules": [Path("x.py")]}, ["this is not a string; give one such as 'checks/my_rule.py'"]),
    ({"select": None}, ["select=None: this is not a list; give a list such as ['EIC008']"]),
    ({"select": [1]}, ["select=1: this is not a string; give one such as 'EIC008'"]),
    ({"suppressions": ["EIC001"]}, ["suppressions='EIC001': this is not a Suppression; give"]),
    (
        {"suppressions": "EIC001"},
        ["suppressions='EIC001': this is a string, not a list; give a list such as [Suppression("],
    ),
    ({"suppressions": ONE}, ["this is not a list; give a list such as [Suppression("]),
    (
        {"select": "EIC001", "suppressions": [None]},
        ["select='EIC001': this is a string", "suppressions=None: this is not a Suppression"],
    ),
]


def no_findings(**arguments: Any) -> None:
    assert_no_findings(TerraformStack(App(), "stack"), **arguments)


def checked(**arguments: Any) -> None:
    check({}, **arguments)


DOORS = [("AsyncChecks", AsyncChecks), ("check", checked), ("assert_no_findings", no_findings)]


@pytest.mark.parametrize(("name", "door"), DOORS, ids=[name for name, _ in DOORS])
@pytest.mark.parametrize(("arguments", "words"), WRONG)
def test_what_is_no_list_is_refused(
    name: str, door: Callable[..., object], arguments: dict[str, Any], words: list[str]
) -> None:
    with pytest.raises(EventInvokeConfigError) as raised:
        door(**arguments)
    lines = str(raised.value).splitlines()
    assert len(lines) == len(words)
    for line, expected in zip(lines, words, strict=True):
        assert line.startswith(f"{name}: ")
        assert expected in line


@pytest.mark.parametrize(("name", "door"), DOORS, ids=[name for name, _ in DOORS])
def test_lists_and_tuples_are_taken(name: str, door: Callable[..., object]) -> None:
    door(select=["EIC008"], ignore=["EIC000"], rules=[], suppressions=[ONE])
    door(select=("EIC008",), ignore=("EIC000",), rules=(), suppressions=(ONE,))
