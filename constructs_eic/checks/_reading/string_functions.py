"""Calls of Terraform's functions whose result follows from what is written.

Source: "Function Calls" and the pages of the functions in the Terraform Language Documentation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._model.values import Expression, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PLACE: Final = re.compile(r"%(?:s|v|d|%)")


def called(function: str, arguments: Sequence[Value]) -> tuple[Value] | None:
    """The result of a call, in a tuple; `None` if only Terraform knows it.

    >>> called("join", ["-", ["orders", "prod"]])
    ('orders-prod',)
    """
    try:
        return (_FUNCTIONS[function](*arguments),)
    except (KeyError, TypeError, ValueError):
        return None


def _join(separator: Value, *lists: Value) -> Value:
    elements = [element for each in lists for element in _list(each)]
    parts = [part for each in elements for part in (separator, each)][1:]
    return concatenated(parts)


def _format(text: Value, *values: Value) -> Value:
    literal = _text(text)
    places = [each for each in _PLACE.findall(literal) if each != "%%"]
    if "%" in _PLACE.sub("", literal) or len(places) != len(values):
        raise ValueError(literal)
    left = iter(values)
    parts: list[Value] = []
    position = 0
    for place in _PLACE.finditer(literal):
        parts.append(literal[position : place.start()])
        parts.append("%" if place[0] == "%%" else next(left))
        position = place.end()
    return concatenated([*parts, literal[position:]])


def _replace(text: Value, old: Value, new: Value) -> Value:
    if _text(old).startswith("/") and _text(old).endswith("/"):
        raise ValueError(old)  # a regular expression
    return _text(text).replace(_text(old), _text(new))


def _regex(pattern: Value, text: Value) -> Value:
    """The groups that a pattern captures; Terraform's syntax of patterns is RE2's, Python's is a superset."""
    try:
        found = re.search(_text(pattern), _text(text))
    except re.error as error:
        raise ValueError(pattern) from error
    if found is None:
        raise ValueError(text)
    if found.groupdict():
        return dict(found.groupdict())
    return list(found.groups()) or found[0]


def _coalesce(*values: Value) -> Value:
    for each in values:
        if isinstance(each, Expression):
            break  # it may be null
        if each not in (None, ""):
            return each
    raise ValueError(values)


def _basename(path: Value) -> Value:
    if isinstance(path, Expression) and "/" in str(path.parts[-1]).rstrip("/"):
        path = path.parts[-1] if isinstance(path.parts[-1], str) else None
    return _text(path).rstrip("/").rpartition("/")[2]


def concatenated(values: Sequence[Value]) -> Value:
    """The values one after the other, as text.

    Raises:
        TypeError: one of them cannot be a part of text.
    """
    parts: list[object] = []
    for value in values:
        for part in value.parts if isinstance(value, Expression) else [_text(value)]:
            if isinstance(part, str) and parts and isinstance(parts[-1], str):
                parts[-1] += part
            elif part != "":
                parts.append(part)
    if all(isinstance(part, str) for part in parts):
        return "".join(map(str, parts))
    return Expression(tuple(parts))  # type: ignore[arg-type]


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return str(value)
    raise TypeError(value)


def _list(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


_FUNCTIONS: Final[dict[str, Callable[..., Value]]] = {
    "basename": _basename,
    "coalesce": _coalesce,
    "format": _format,
    "join": _join,
    "lower": lambda text: _text(text).lower(),
    "regex": _regex,
    "replace": _replace,
    "tostring": _text,
    "trimprefix": lambda text, prefix: _text(text).removeprefix(_text(prefix)),
    "trimspace": lambda text: _text(text).strip(),
    "trimsuffix": lambda text, suffix: _text(text).removesuffix(_text(suffix)),
    "upper": lambda text: _text(text).upper(),
}
