"""Reads the literals of Terraform's expression syntax: `{"Version" = "2012-10-17", …}`.

It reads only the syntax that a document inside `jsonencode(…)` uses. Anything else is left to the caller's
expression reader.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._model.values import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constructs_eic.checks._model.values import Value

_TOKEN: Final = re.compile(r"\s*(?:(?:#|//)[^\n]*\s*)*")
_STRING: Final = re.compile(r"\"(?:[^\"\\$%]|\\.|\$(?!\{)|%(?!\{))*\"")
_NAME: Final = re.compile(r"[A-Za-z_][\w-]*")
_SCALAR: Final = re.compile(r"(?:true|false|null|-?\d+(?:\.\d+)?)(?![\w.(\[])")


_OPENING: Final = re.compile(r"([a-z][a-z0-9_]*)\s*\(")


class _NoLiteralError(ValueError):
    """The text is not a literal of this syntax."""


@dataclass(frozen=True)
class Call:
    """A call of a function.

    Attributes:
        function: The function's name.
        arguments: Its arguments.
        rest: What follows the call, such as `.name`.
    """

    function: str
    arguments: Sequence[Value]
    rest: str


def call_in(
    text: str, expression: Callable[[str], Value], template: Callable[[str], Value]
) -> Call | None:
    """The call that an expression begins with; `None` if it is not a call of literals and simple expressions.

    Args:
        text: An expression, as in `jsonencode({"a" = aws_sqs_queue.q.arn})`.
        expression: Reads an expression that is not a literal: a traversal, a call.
        template: Reads the text between the quotes of a string with expressions in it.
    """
    opening = _OPENING.match(text)
    if not opening:
        return None
    reader = _Reader(text, opening.end(), expression, template)
    arguments: list[Value] = []
    try:
        while not reader.take(")"):
            arguments.append(reader.value())
            if not reader.take(",") and reader.skip() != ")":
                return None
    except _NoLiteralError:
        return None
    return Call(opening[1], arguments, text[reader.position :].strip())


class _Reader:
    def __init__(
        self,
        text: str,
        position: int,
        expression: Callable[[str], Value],
        template: Callable[[str], Value],
    ) -> None:
        self.text = text
        self.position = position
        self.expression = expression
        self.template = template
        self.depth = 0

    def skip(self) -> str:
        """Skip white space and comments; return the character that follows."""
        found = _TOKEN.match(self.text, self.position)
        self.position = found.end() if found else self.position
        return self.text[self.position : self.position + 1]

    def take(self, characters: str) -> bool:
        """Consume one of `characters`, if it follows."""
        following = self.skip()
        if following and following in characters:
            self.position += 1
            return True
        return False

    def value(self) -> Value:
        if self.take("{"):
            return self._nested(self._object)
        if self.take("["):
            return self._nested(self._tuple)
        for pattern in (_STRING, _SCALAR):
            found = pattern.match(self.text, self.position)
            if found:
                self.position = found.end()
                return _literal(found[0])
        return self._other()

    def _nested(self, read: Callable[[], Value]) -> Value:
        if self.depth == DEEPEST:
            raise _NoLiteralError
        self.depth += 1
        value = read()
        self.depth -= 1
        return value

    def _object(self) -> Value:
        entries: dict[str, Value] = {}
        while not self.take("}"):
            self.skip()
            key = _STRING.match(self.text, self.position) or _NAME.match(self.text, self.position)
            if not key:
                raise _NoLiteralError
            self.position = key.end()
            if not self.take("=:"):
                raise _NoLiteralError
            name = key[0]
            entries[str(_literal(name)) if name.startswith('"') else name] = self.value()
            self.take(",")
        return entries

    def _tuple(self) -> Value:
        elements: list[Value] = []
        while not self.take("]"):
            elements.append(self.value())
            if not self.take(",") and self.skip() != "]":
                raise _NoLiteralError
        return elements

    def _other(self) -> Value:
        """An expression up to the comma, line end or bracket that ends the element."""
        start, depth, quoted = self.position, 0, False
        while self.position < len(self.text):
            character = self.text[self.position]
            if character == "\\":
                self.position += 1
            elif character == '"':
                quoted = not quoted
            elif quoted:
                pass
            elif character in "([{":
                depth += 1
            elif depth and character in ")]}":
                depth -= 1
            elif not depth and character in ",)]}\n":
                break
            self.position += 1
        text = self.text[start : self.position].strip()
        if not text:
            raise _NoLiteralError
        if text.startswith('"') and text.endswith('"') and text.count('"') == len('""'):
            return self.template(text[1:-1])
        return self.expression(text)


def _literal(text: str) -> Value:
    try:
        value: Value = json.loads(text)
    except ValueError as error:
        raise _NoLiteralError from error
    return value
