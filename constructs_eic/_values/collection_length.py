"""Counts the elements of a list, set or map that is written as an expression."""

from __future__ import annotations

import re

from constructs_eic._values.tokens import end_of_string

_LITERAL = re.compile(r"(?:toset\()?\s*([\[{])(.*)[\]}]\s*\)?\Z", re.DOTALL)
_MARK = re.compile(r'["(\[{)\]},]')


def collection_length(expression: str) -> int | None:
    """The number of different elements, if all of them are written out.

    >>> collection_length('toset(["a", "b,c", "a"])'), collection_length('{"a" = {"x" = [1, 2]}}')
    (2, 1)
    >>> collection_length("toset([])"), collection_length("toset(var.names)")
    (0, None)
    """
    literal = _LITERAL.match(expression)
    if literal is None:
        return None
    text = literal[2]
    elements, start, position, depth = set(), 0, 0, 0
    while (mark := _MARK.search(text, position)) is not None:
        position = mark.end()
        if mark[0] == '"':
            position = end_of_string(text, position)
        elif mark[0] == "," and depth == 0:
            elements.add(text[start : mark.start()].strip())
            start = position
        elif mark[0] != ",":
            depth += 1 if mark[0] in "([{" else -1
        if depth < 0:
            return None  # an expression of several lists, such as a conditional one
    return len({*elements, text[start:].strip()} - {""})
