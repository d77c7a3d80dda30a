"""Reads JSON in an argument: a policy, a request, an API's description."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_eic.checks._model.values import DEEPEST, Expression, Reference, Unknown, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    Part = str | Reference | Unknown

# Unicode's private use area: characters without a meaning, of which a text hardly has one.
_MARKS = range(0xE000, 0xF900)


class _TooDeepError(ValueError):
    """The text is nested deeper than `DEEPEST`."""


def parsed_json(value: Value) -> Value:
    """The content of a text; what already is content is returned as it is.

    Expressions inside the strings of the JSON are kept. `None` if it is not JSON, if only Terraform knows it, or if
    it is nested deeper than `DEEPEST`.
    """
    if isinstance(value, str):
        return _parsed((value,))
    if isinstance(value, Expression):
        is_text = any(isinstance(each, str) for each in value.parts)
        return _parsed(value.parts) if is_text else None
    return value


def _parsed(parts: Sequence[Part]) -> Value:
    mark = _mark_for("".join(each for each in parts if isinstance(each, str)))
    marked = "".join(
        part if isinstance(part, str) else f"{mark}{position}{mark}"
        for position, part in enumerate(parts)
    )
    try:
        return _restored(json.loads(marked), parts, mark)
    except (ValueError, RecursionError):
        return None


def _mark_for(text: str) -> str:
    """A character that is not in a text, nor in the JSON that it is, to mark where an expression is."""
    escapes = text.lower()
    for code in _MARKS:
        if chr(code) not in text and f"\\u{code:04x}" not in escapes:
            return chr(code)
    raise ValueError("the text has every character that could be a mark")


def _restored(content: object, parts: Sequence[Part], mark: str, depth: int = 0) -> Value:
    if depth > DEEPEST:
        raise _TooDeepError
    if isinstance(content, dict):
        return {str(key): _restored(each, parts, mark, depth + 1) for key, each in content.items()}
    if isinstance(content, list):
        return [_restored(each, parts, mark, depth + 1) for each in content]
    if not isinstance(content, str):
        return content if isinstance(content, (int, float)) or content is None else str(content)
    if mark not in content:
        return content
    pieces: list[Part] = []
    for position, piece in enumerate(content.split(mark)):
        if position % 2:
            pieces.append(parts[int(piece)])
        elif piece:
            pieces.append(piece)
    return Expression(tuple(pieces))
