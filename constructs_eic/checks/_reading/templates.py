"""Reads Terraform's templates: `${aws_sqs_queue.failures.arn}`, `${local.name}-dlq`.

Source: "Strings and Templates" and "References to Named Values" in the Terraform Language Documentation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._model.values import (
    ANY_INSTANCE,
    DEEPEST,
    Expression,
    Reference,
    Unknown,
    Value,
    references_in,
    unknown,
)
from constructs_eic.checks._reading.hcl import Call, call_in
from constructs_eic.checks._reading.string_functions import called

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_TRAVERSAL: Final = re.compile(
    r"(?<![\w.-])(?P<data>data\.)?(?P<root>[A-Za-z_][\w-]*)\.(?P<name>[A-Za-z_][\w-]*)"
    r"(?P<rest>(?:\[(?:[^\[\]\"]|\"[^\"]*\"|\[[^\]]*\])*\]|\.(?:[\w-]+|\*))*)"
)
_INDEX: Final = re.compile(r"\[((?:[^\[\]\"]|\"[^\"]*\"|\[[^\]]*\])*)\]|\.(\*|\d+)(?=\.|\Z)")
_LITERAL_INDEX: Final = re.compile(r"\d+|\"[^\"$]*\"")
_STEP: Final = re.compile(r"\[\"([^\"]*)\"\]|\[(\d+)\]|\.([\w-]+)")
_STEPS: Final = re.compile(rf"(?:{_STEP.pattern})*")
# How cdktf reads the outputs of another stack of the app.
_CROSS_STACK: Final = re.compile(
    r"terraform_remote_state\.cross-stack-reference-input-(?P<stack>[^.\[]+)\.outputs\.(?P<output>[\w-]+)"
)
# Functions whose argument is what a rule wants to read: a document, the elements.
_TRANSPARENT: Final = ("jsonencode", "toset", "tolist", "tomap")
_NO_RESOURCES: Final = frozenset({"var", "local", "each", "count", "path", "terraform", "self"})


@dataclass
class Templates:
    """Reads the templates of one scope.

    Attributes:
        scope: Prefix that turns a block's address into its id.
        local_values: The scope's `locals`, as written.
        output_of: Returns an output of another stack of the app by stack and name; `None` if it is not known.
    """

    scope: str
    local_values: Mapping[str, object] = field(default_factory=dict)
    output_of: Callable[[str, str], Value] = lambda _stack, _output: None
    _read: dict[str, Value] = field(default_factory=dict)
    _in_progress: set[str] = field(default_factory=set)

    def value(self, written: object, depth: int = 0) -> Value:
        """A value of the JSON, with its templates parsed; unknown where it is nested deeper than `DEEPEST`."""
        if isinstance(written, str):
            if "${" not in written and "%{" not in written:
                return written
            if written not in self._read:
                self._read[written] = self._template(written)
            return self._read[written]
        if depth > DEEPEST:
            return unknown(f"{self.scope}(nested too deeply)")
        if isinstance(written, dict):
            return {str(key): self.value(each, depth + 1) for key, each in written.items()}
        if isinstance(written, list):
            return [self.value(each, depth + 1) for each in written]
        return written if isinstance(written, (int, float)) or written is None else str(written)

    def _template(self, text: str) -> Value:
        parts: list[str | Reference | Unknown] = []
        sequences = list(_sequences(text))
        if len(sequences) == 1 and sequences[0].is_expression:
            return self.expression(sequences[0].text)
        for sequence in sequences:
            if not sequence.is_expression:
                _append_text(parts, sequence.text)
                continue
            read = self.expression(sequence.text)
            if isinstance(read, Expression):
                parts.extend(read.parts)
            elif isinstance(read, (dict, list)) or read is None:
                parts.append(Unknown(sequence.text, tuple(references_in(read))))
            else:
                _append_text(parts, str(read).lower() if isinstance(read, bool) else str(read))
        if all(isinstance(part, str) for part in parts):
            return "".join(str(part) for part in parts)
        return Expression(tuple(parts))

    def expression(self, text: str) -> Value:
        """The value of an expression of Terraform's language."""
        text = text.strip()
        whole = _TRAVERSAL.fullmatch(text)
        if whole:
            return self._traversal(whole)
        call = call_in(text, self.expression, self.value)
        result = _result(call) if call else None
        if call and result and _STEPS.fullmatch(call.rest):
            return _walked(result[0], call.rest, f"{self.scope}{text}")
        references: list[Reference] = []
        for found in _TRAVERSAL.finditer(text):
            references.extend(references_in(self._traversal(found)))
        return unknown(f"{self.scope}{text}", *dict.fromkeys(references))

    def _traversal(self, found: re.Match[str]) -> Value:
        root, name, rest = found["root"], found["name"], found["rest"]
        if not found["data"]:
            if root == "local":
                return self._local(name, rest, found[0])
            if root in _NO_RESOURCES:
                return unknown(f"{self.scope}{found[0]}")
            if root != "module" and "_" not in root:
                return unknown(found[0])
        elif (state := _CROSS_STACK.fullmatch(f"{root}.{name}{rest}")) is not None:
            output = self.output_of(state["stack"], state["output"])
            if output is not None:
                return output
        index = _INDEX.match(rest)
        instance, attribute = "", rest
        if index:
            key = index[1] if index[1] is not None else index[2]
            instance = f"[{key}]" if _LITERAL_INDEX.fullmatch(key) else ANY_INSTANCE
            attribute = rest[index.end() :]
        block = f"{self.scope}{found['data'] or ''}{root}.{name}"
        return Expression((Reference(block, attribute.lstrip("."), instance),))

    def _local(self, name: str, rest: str, text: str) -> Value:
        if name not in self.local_values or name in self._in_progress:
            return unknown(
                f"{self.scope}{text}", Reference(f"{self.scope}local.{name}", is_local=True)
            )
        self._in_progress.add(name)
        try:
            value = self.value(self.local_values[name])
        finally:
            self._in_progress.discard(name)
        return _walked(value, rest, f"{self.scope}{text}")


@dataclass(frozen=True)
class _Sequence:
    text: str
    is_expression: bool


def _sequences(text: str) -> Iterator[_Sequence]:
    """`text` split into literal text and expressions; a directive `%{…}` counts as an expression."""
    literal = ""
    position = 0
    while position < len(text):
        two, three = text[position : position + 2], text[position : position + 3]
        if three in ("$${", "%%{"):
            literal += three[1:]
            position += 3
        elif two in ("${", "%{"):
            if literal:
                yield _Sequence(literal, is_expression=False)
                literal = ""
            end = _end_of_expression(text, position + 2)
            yield _Sequence(text[position + 2 : end].strip("~"), is_expression=True)
            position = end + 1
        else:
            following = re.compile(r"[$%]").search(text, position + 1)
            stop = following.start() if following else len(text)
            literal += text[position:stop]
            position = stop
    if literal:
        yield _Sequence(literal, is_expression=False)


def _end_of_expression(text: str, start: int) -> int:
    """The position of the brace that closes the expression, or the end of the text."""
    depth, position, quoted = 0, start, False
    while position < len(text):
        character = text[position]
        if quoted and character == "\\":
            position += 1
        elif quoted and text.startswith("${", position):
            position = _end_of_expression(text, position + 2)
        elif character == '"':
            quoted = not quoted
        elif not quoted and character == "{":
            depth += 1
        elif not quoted and character == "}":
            if depth == 0:
                return position
            depth -= 1
        position += 1
    return position


def _result(call: Call) -> tuple[Value] | None:
    """The result of a call, in a tuple; `None` if only Terraform knows it."""
    if call.function in _TRANSPARENT:
        return (call.arguments[0],) if len(call.arguments) == 1 and not call.rest else None
    return called(call.function, call.arguments)


def _append_text(parts: list[str | Reference | Unknown], text: str) -> None:
    if parts and isinstance(parts[-1], str):
        parts[-1] += text
    elif text:
        parts.append(text)


def _walked(value: Value, rest: str, text: str) -> Value:
    position = 0
    while position < len(rest):
        step = _STEP.match(rest, position)
        key = step and (step[1] or step[3])
        if step and key and isinstance(value, dict) and key in value:
            value = value[key]
        elif step and step[2] and isinstance(value, list) and int(step[2]) < len(value):
            value = value[int(step[2])]
        else:
            return unknown(text, *references_in(value))
        position = step.end()
    return value
