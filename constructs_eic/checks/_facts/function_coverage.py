"""Decides whether a policy's resource covers the function, version or alias that is invoked.

The ARN of a function does not include those of its versions and aliases; `…:function:name:*` does.

Source: "Resources and conditions for Lambda actions" in the AWS Lambda Developer Guide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_eic.checks._facts.function_target import is_same_qualifier
from constructs_eic.checks._model.values import Expression, Reference, Unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks._facts.function_target import FunctionTarget
    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.resource import Resource


def function_covers(
    pattern: Sequence[str | Reference | Unknown],
    invoked: rule_values.Target,
    functions: Functions,
    source: Resource,
) -> bool | None:
    """Return whether a pattern that begins with a reference to a function covers what is invoked.

    Args:
        pattern: The parts of the pattern.
        invoked: The function, under the qualifier that it is invoked with.
        functions: The functions of the model.
        source: The resource whose policy it is.
    """
    head, *tail = pattern
    targets = functions.targets(Expression((head,)), source)
    if len(targets) != 1:
        return None
    (named,) = targets
    is_same = named.is_same_function(invoked)
    if not is_same:
        return is_same
    if isinstance(head, Unknown):
        return is_same_qualifier(named.qualifier, invoked.qualifier)
    if not all(isinstance(each, str) for each in tail):
        return None
    return _covers_qualifier(named, "".join(map(str, tail)), invoked)


def _covers_qualifier(
    named: FunctionTarget, suffix: str, invoked: rule_values.Target
) -> bool | None:
    if suffix == "*" and not named.is_qualified_name:
        return True
    if not suffix and named.is_qualified_name:
        if not invoked.is_qualified_name:
            return False
        return is_same_qualifier(named.qualifier, invoked.qualifier)
    if named.is_qualified_name:
        return None
    if not invoked.is_qualified_name:
        return not suffix
    if suffix == ":*":
        return True
    if not suffix.startswith(":"):
        return False
    if not isinstance(invoked.qualifier, str):
        return None
    pattern = re.escape(suffix[1:]).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(pattern, invoked.qualifier) is not None
