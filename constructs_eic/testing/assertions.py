"""`assert_no_findings`: the checks of asynchronous invocation, in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._values.argument_names import name_arguments
from constructs_eic.testing.synthesis import synthesized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import IConstruct

    from constructs_eic.checks.suppressions import Suppression


@name_arguments
def assert_no_findings(
    scope: IConstruct,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    rules: Sequence[str] = (),
    suppressions: Sequence[Suppression] = (),
) -> None:
    """Fail if a check finds something in a stack or an app.

    The settings in `[tool.constructs-eic.checks]` of the nearest `pyproject.toml` also apply, as they do for
    `AsyncChecks` and `constructs-eic check`.

    Args:
        scope: A stack, or an app, whose stacks are checked as one.
        select: Rule ids or prefixes of them; by default the rules that are on.
        ignore: Ids of rules that do not run, or prefixes of them; `EIC000` for unused suppressions.
        rules: Modules with your own rules: a file path that ends in `.py`, or an importable name.
        suppressions: Findings to leave out, each with a reason.

    Raises:
        AssertionError: There are findings; the message has one on each line.
        TypeError: `scope` is neither a stack nor an app.
        RuntimeError: `synth` would fail.
        EventInvokeConfigError: An argument is not a list.

    Examples:
        >>> from cdktf import TerraformStack, Testing
        >>> assert_no_findings(TerraformStack(Testing.app(), "orders"))
    """
    from constructs_eic.checks import AsyncChecks
    from constructs_eic.checks.arguments import require_lists

    __tracebackhide__ = True  # pytest shows only the findings
    require_lists(
        "assert_no_findings",
        select=select,
        ignore=ignore,
        rules=rules,
        suppressions=suppressions,
    )
    document = synthesized(scope)
    is_stack = bool(scope.node.scopes[1:])
    checks = AsyncChecks(tuple(select), tuple(ignore), tuple(rules), tuple(suppressions))
    findings = checks.findings_in(
        [document] if is_stack else document.values(), is_everything=not is_stack
    )
    if findings:
        raise AssertionError("\n".join(["the checks found:", *map(str, findings)]))
