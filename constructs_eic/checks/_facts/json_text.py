"""Reads JSON in an argument: a policy, a request, an API's description."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from constructs_eic.checks._model.values import Expression, Reference, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    Part = str | Reference | Unknown

# Characters that no JSON of a user has: they mark where an expression is.
_EXPRESSION = re.compile("\ue000(\\d+)\ue001")


def parsed_json(value: Value) -> Value:
    """The content of a text; what already is content is returned as it is.

    Expressions inside the strings of the JSON are kept. `None` if it is not JSON, or if only Terraform knows it.
    """
    if isinstance(value, str):
        return _parsed((value,))
    if isinstance(value, Expression):
        is_text = any(isinstance(each, str) for each in value.parts)
        return _parsed(value.parts) if is_text else None
    return value


def _parsed(parts: Sequence[Part]) -> Value:
    marked = "".join(
        part if isinstance(part, str) else f"\ue000{position}\ue001"
        for position, part in enumerate(parts)
    )
    try:
        content = json.loads(marked)
    except ValueError:
        return None
    return _restored(content, parts)


def _restored(content: object, parts: Sequence[Part]) -> Value:
    if isinstance(content, dict):
        return {str(key): _restored(each, parts) for key, each in content.items()}
    if isinstance(content, list):
        return [_restored(each, parts) for each in content]
    if not isinstance(content, str):
        return content if isinstance(content, (int, float)) or content is None else str(content)
    if "\ue000" not in content:
        return content
    pieces: list[Part] = []
    for position, piece in enumerate(_EXPRESSION.split(content)):
        if position % 2:
            pieces.append(parts[int(piece)])
        elif piece:
            pieces.append(piece)
    return Expression(tuple(pieces))
