"""JSON read as text: a value keeps every character with which it was written.

A payload must be sent again exactly as it arrived. If it were parsed and serialized again, it could change: 1.0 and
1E400, long integers and repeated names differ between serializers.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from constructs_eic.records.errors import InvocationRecordError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

JsonValue: TypeAlias = (
    "Mapping[str, JsonValue] | Sequence[JsonValue] | str | int | float | bool | None"
)

# JSON treats fewer characters as white space than Python does.
_WHITESPACE = re.compile(r"[ \t\r\n]*")
_LONGEST_INTEGER = 18
_LONGEST_SHOWN = 40


def decoded(data: bytes) -> str:
    """The text of JSON that is stored or sent as bytes."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvocationRecordError(f"byte {error.start} is not UTF-8") from error


def encoded(text: str) -> bytes:
    """The bytes in which `text` is sent."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InvocationRecordError(
            f"character {error.start} is half of a surrogate pair, which UTF-8 cannot hold"
        ) from error


def checked(text: str) -> str:
    """`text`, which is one JSON value, without the white space around it.

    Raises:
        InvocationRecordError: it is not JSON.
    """
    start = _start(text)
    end = _end_of_value(text, start)
    _expect_end(text, end)
    return text[start:end]


def members(text: str) -> dict[str, str]:
    """The members of a JSON object, each value as its text.

    Raises:
        InvocationRecordError: it is not a JSON object, or a name occurs in it twice.
    """
    found: dict[str, str] = {}
    for name, member in _items(text, "{", "}"):
        if name in found:
            raise InvocationRecordError(f"{name!r} occurs twice in one object")
        found[name] = member
    return found


def elements(text: str) -> list[str]:
    """The elements of a JSON array, each as its text.

    Raises:
        InvocationRecordError: it is not a JSON array.
    """
    return [element for _, element in _items(text, "[", "]")]


def value(text: str) -> JsonValue:
    """The value that JSON stands for; for a repeated name, the last value is used.

    Raises:
        InvocationRecordError: it is not JSON, or Python cannot hold it.
    """
    try:
        parsed: JsonValue = _DECODER.decode(text)
    except InvocationRecordError:
        raise
    except (ValueError, RecursionError) as error:
        raise InvocationRecordError(f"this is not JSON: {_reason(error)}") from error
    return parsed


def string(text: str, name: str) -> str | None:
    """The string that is written, or `None` for null."""
    parsed = value(text)
    if parsed is not None and not isinstance(parsed, str):
        raise InvocationRecordError(f"{name} is not a string: {_shown(text)}")
    return parsed


def integer(text: str, name: str) -> int | None:
    """The integer that is written, or `None` for null."""
    if text == "null":
        return None
    if not re.fullmatch(r"-?\d+", text, re.ASCII):
        raise InvocationRecordError(f"{name} is not an integer: {_shown(text)}")
    if len(text) > _LONGEST_INTEGER:
        raise InvocationRecordError(f"{name} is too long a number: {_shown(text)}")
    return int(text)


def _no_constant(name: str) -> NoReturn:
    raise InvocationRecordError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)
# Only where a value ends is of interest: its numbers stay text, so that their size does not matter.
_SCANNER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_no_constant)


def _items(text: str, opening: str, closing: str) -> Iterator[tuple[str, str]]:
    """The names and the texts of an object's members; an array's elements have no names."""
    position = _start(text)
    if text[position : position + 1] != opening:
        kind = "object" if opening == "{" else "array"
        raise InvocationRecordError(f"a JSON {kind} is expected, not {_shown(checked(text))}")
    position = _skip(text, position + 1)
    if text[position : position + 1] == closing:
        _expect_end(text, position + 1)
        return
    while True:
        name, start = _name(text, position) if opening == "{" else ("", position)
        end = _end_of_value(text, start)
        yield name, text[start:end]
        position = _skip(text, end)
        if text[position : position + 1] == closing:
            _expect_end(text, position + 1)
            return
        if text[position : position + 1] != ",":
            _fail(f"',' or '{closing}' is expected", text, position)
        position = _skip(text, position + 1)


def _name(text: str, start: int) -> tuple[str, int]:
    if text[start : start + 1] != '"':
        _fail("a name in double quotes is expected", text, start)
    end = _end_of_value(text, start)
    colon = _skip(text, end)
    if text[colon : colon + 1] != ":":
        _fail("':' is expected", text, colon)
    return str(value(text[start:end])), _skip(text, colon + 1)


def _end_of_value(text: str, start: int) -> int:
    try:
        return _SCANNER.raw_decode(text, start)[1]
    except InvocationRecordError:
        raise
    except (ValueError, RecursionError) as error:
        raise InvocationRecordError(f"this is not JSON: {_reason(error)}") from error


def _start(text: str) -> int:
    if text.startswith("\ufeff"):
        raise InvocationRecordError("it begins with a byte order mark, which JSON does not allow")
    return _skip(text, 0)


def _expect_end(text: str, position: int) -> None:
    position = _skip(text, position)
    if position != len(text):
        _fail("there is more after its end", text, position)


def _skip(text: str, position: int) -> int:
    space = _WHITESPACE.match(text, position)
    return position if space is None else space.end()


def _fail(reason: str, text: str, position: int) -> NoReturn:
    where = f"at character {position}" if position < len(text) else "where it ends"
    raise InvocationRecordError(f"this is not JSON: {reason} {where}")


def _reason(error: ValueError | RecursionError) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
