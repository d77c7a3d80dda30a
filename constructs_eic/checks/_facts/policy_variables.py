"""Variables in the ARNs of a policy, such as `${aws:PrincipalAccount}`, which only a request gives a value.

Source: "IAM policy elements: Variables and tags" in the AWS Identity and Access Management User Guide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._model.values import Expression, Reference, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._model.values import Value

# `aws_iam_policy_document` writes them with an ampersand.
_VARIABLE: Final = re.compile(r"([$&]\{[^}]*\})")


def with_variables(pattern: Value) -> Value:
    """The pattern of an ARN, with its variables as parts that are not known."""
    parts = pattern.parts if isinstance(pattern, Expression) else (pattern,)
    if not any(isinstance(each, str) and _VARIABLE.search(each) for each in parts):
        return pattern
    return Expression(tuple(part for each in parts for part in _split(each)))


def _split(part: Value | Reference | Unknown) -> Iterator[str | Reference | Unknown]:
    if isinstance(part, str):
        for position, text in enumerate(_VARIABLE.split(part)):
            if text:
                yield Unknown(text) if position % 2 else text
    elif isinstance(part, (Reference, Unknown)):
        yield part
