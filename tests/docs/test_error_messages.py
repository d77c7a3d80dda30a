"""Every reason for which the constructs refuse something is on the page of error messages."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = ROOT / "constructs_eic"
# Which argument is the reason, in the calls that report a problem.
REASON_OF = {
    "add": 2,
    "fail": 2,
    "refuse": 1,
    "FunctionReferenceError": 0,
    "warn": 1,
    "InvocationRecordError": 0,
}
REASON_OF |= dict.fromkeys(["RuleError", "SettingsError", "UnknownRuleError"], 0)


def reasons() -> Iterator[tuple[str, str]]:
    """Where each literal reason is in the package, and a pattern for it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ast.parse(path.read_text("utf-8"))
        constants = {
            target.id: node.value
            for node in module.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(module):
            if path.parent.name == "_construct" and (finding := finding_of(node)) is not None:
                for pattern in patterns(finding, constants):
                    yield f"{path.relative_to(ROOT)}:{finding.lineno}", pattern
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            called = node.func.id if isinstance(node.func, ast.Name) else called
            position = REASON_OF.get(called)
            if position is None or len(node.args) <= position:
                continue
            for pattern in patterns(node.args[position], constants):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", pattern


def finding_of(node: ast.AST) -> ast.JoinedStr | None:
    """The message of what is found when an app is synthesized: yielded, or appended to what was found."""
    message = node.value if isinstance(node, ast.Yield) else None
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "append":
        (message,) = node.args
    return message if isinstance(message, ast.JoinedStr) else None


def patterns(node: ast.expr, constants: dict[str, ast.expr]) -> Iterator[str]:
    """The text of an expression as a pattern; nothing if it is not text."""
    if isinstance(node, ast.Name) and node.id in constants:
        yield from patterns(constants[node.id], constants)
    elif isinstance(node, ast.BoolOp):
        for each in node.values:
            yield from patterns(each, constants)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
            for part in node.values
        )


@pytest.mark.parametrize(("place", "pattern"), list(reasons()))
def test_a_reason_is_on_the_page(place: str, pattern: str) -> None:
    page = (ROOT / "docs" / "errors.md").read_text("utf-8")
    assert re.search(pattern, page), f"{place}: add code to tools/pages/errors.md"
