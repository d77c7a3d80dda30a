"""Text that calls of Terraform's functions make, as a template in which the literal parts can be read.

Source: "join", "format" and "lower Function" in the Terraform Language Documentation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from constructs_eic._values.tokens import end_of_string, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CALL: Final = re.compile(r"(\w+)\((.*)\)\Z", re.DOTALL)
_VERB: Final = re.compile(r"%[svd%]")
_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


def as_template(text: str) -> str:
    """`text` with its calls of `join`, `format` and `lower` written out, with templates for what is not literal.

    >>> as_template('${join("-", [var.stage, "orders.fifo"])}')
    '${var.stage}-orders.fifo'
    >>> as_template('${format("%s.fifo", var.name)}'), as_template("${var.name}")
    ('${var.name}.fifo', '${var.name}')
    """
    if "${" not in text:
        return text
    return "".join(
        _written_out(piece[2:-1]) if is_template and piece.startswith("${") else piece
        for piece, is_template in pieces(text)
    )


def _written_out(expression: str) -> str:
    expression = expression.strip()
    if _is_string(expression):
        return as_template(_string(expression))
    call = _CALL.match(expression)
    function = _FUNCTIONS.get(call[1]) if call else None
    arguments = [*_split(call[2])] if call and function else []
    made = function(*arguments) if function and arguments else None
    return f"${{{expression}}}" if made is None else made


def _join(separator: str, *lists: str) -> str | None:
    if not (_is_string(separator) and all(each.startswith("[") for each in lists)):
        return None
    elements = (element for each in lists for element in _split(each[1:-1]))
    return _string(separator).join(map(_written_out, elements))


def _format(text: str, *values: str) -> str | None:
    if not _is_string(text):
        return None
    places = [each for each in _VERB.findall(_string(text)) if each != "%%"]
    if "%" in _VERB.sub("", _string(text)) or len(places) != len(values):
        return None
    left = iter(values)
    return _VERB.sub(
        lambda verb: "%" if verb[0] == "%%" else _written_out(next(left)), _string(text)
    )


def _lower(text: str, *others: str) -> str | None:
    if others:
        return None
    return "".join(
        f"${{lower({piece[2:-1]})}}" if is_template else piece.lower()
        for piece, is_template in pieces(_written_out(text))
    )


_FUNCTIONS: Final[dict[str, Callable[..., str | None]]] = {
    "join": _join,
    "format": _format,
    "lower": _lower,
}


def _is_string(expression: str) -> bool:
    return expression.startswith('"') and end_of_string(expression, 1) == len(expression)


def _string(expression: str) -> str:
    return re.sub(r"\\(.)", r"\1", expression[1:-1])


def _split(arguments: str) -> Iterator[str]:
    """Yield what is between the commas of a call or a list."""
    closing: list[str] = []
    start = position = 0
    while position < len(arguments):
        character = arguments[position]
        position += 1
        if character == '"':
            position = end_of_string(arguments, position)
        elif character in _CLOSING:
            closing.append(_CLOSING[character])
        elif closing and character == closing[-1]:
            closing.pop()
        elif character == "," and not closing:
            yield arguments[start : position - 1].strip()
            start = position
    if last := arguments[start:].strip():
        yield last
