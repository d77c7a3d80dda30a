"""The modules of a plan: what an argument refers to, followed through variables and outputs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias, TypeGuard

from constructs_eic.checks._model.values import Reference, Value, references_in, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Json: TypeAlias = "dict[str, object]"

INSTANCE: Final = re.compile(r"\[(?:\"(?:[^\"\\]|\\.)*\"|[^\]\"])*\]")
_PART: Final = re.compile(r"(?:[^.\[]|\[(?:\"(?:[^\"\\]|\\.)*\"|[^\]\"])*\])+")
_DEEPEST: Final = 50


def part_of(content: Mapping[str, object], *path: str) -> Json:
    """The object at `path`; an empty one if there is none."""
    value: object = content
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def is_constant(expression: object) -> TypeGuard[dict[str, Value]]:
    """Return whether an expression of a plan is literal.

    Of a configuration in JSON syntax, as cdktf writes it, Terraform gives the text of each expression as its
    `constant_value`, in addition to its references.
    """
    return (
        isinstance(expression, dict)
        and "constant_value" in expression
        and not expression.get("references")
    )


def module_of(address: str) -> str:
    """The module instance that a resource's address is in; empty for the root module."""
    parts = _PART.findall(address)
    depth = 0
    while parts[depth : depth + 1] == ["module"]:
        depth += 2
    return ".".join(parts[:depth])


@dataclass
class Module:
    """One instance of a module.

    Attributes:
        address: Its address, such as `module.a["x"].module.b`; empty for the root module.
        content: Its part of the plan's configuration.
        scope: Prefix of its blocks' ids.
        caller: The module that calls it.
        call: The arguments of the call.
    """

    address: str
    content: Json
    scope: str
    caller: Module | None = None
    call: Json = field(default_factory=dict)
    _children: dict[str, list[Module]] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """The prefix that turns the address of a resource in here into its block's id."""
        return f"{self.scope}{self.address}." if self.address else self.scope

    @cached_property
    def written(self) -> Mapping[str, Json]:
        """The configuration of each resource by its address in here."""
        resources = self.content.get("resources")
        found = resources if isinstance(resources, list) else []
        return {str(each.get("address")): each for each in found if isinstance(each, dict)}

    def at(self, address: str) -> Module | None:
        """The module instance at an address below the root module."""
        module: Module | None = self
        parts = _PART.findall(address)
        for part in parts[1::2]:
            module = module.child(part) if module else None
        return module

    def child(self, part: str) -> Module | None:
        """The module instance with a name and instance key, such as `a["x"]`."""
        name = INSTANCE.sub("", part)
        call = part_of(self.content, "module_calls", name)
        if not call:
            return None
        address = f"{self.address}.module.{part}" if self.address else f"module.{part}"
        children = self._children.setdefault(name, [])
        for child in children:
            if child.address == address:
                return child
        child = Module(address, part_of(call, "module"), self.scope, self, call)
        children.append(child)
        return child

    def children(self, name: str, key: str) -> Iterable[Module]:
        """The instances of the module with this name: the one with the instance key, or all."""
        children = self._children.get(name, [])
        if not children:
            made = self.child(name)
            return [made] if made else []
        exact = [each for each in children if key and each.address.endswith(f".{name}{key}")]
        exact = exact or [each for each in children if each.address == f"module.{name}{key}"]
        return exact or children

    @property
    def key(self) -> str:
        """Its own instance key."""
        found = INSTANCE.findall(self.address)
        return found[-1] if found and self.address.endswith(found[-1]) else ""

    def waited_for(self, depends_on: object) -> Iterator[str]:
        """The blocks that `depends_on` names, and those that the calls of this module wait for."""
        for each in depends_on if isinstance(depends_on, list) else []:
            root, *rest = _PART.findall(str(each))
            if root == "module" and rest:
                name = INSTANCE.sub("", rest[0])
                for child in self.children(name, rest[0].removeprefix(name)):
                    yield from child.blocks()
            else:
                yield f"{self.prefix}{INSTANCE.sub('', str(each))}"
        if self.caller is not None:
            yield from self.caller.waited_for(self.call.get("depends_on"))

    def blocks(self) -> Iterator[str]:
        """The ids of all blocks in here and in the modules it calls."""
        for each in self.written:
            yield f"{self.prefix}{each}"
        for children in self._children.values():
            for child in children:
                yield from child.blocks()


@dataclass
class Reader:
    """Reads the expressions of one resource instance, or of one module call.

    Attributes:
        module: Where they are written.
        key: The instance key that `each` and `count` stand for.
        written: What they are written in, with its `for_each_expression`.
    """

    module: Module
    key: str
    written: Json
    depth: int = 0

    @property
    def repeated(self) -> Value:
        """The references of `for_each` or `count`."""
        parts = [self.written.get("for_each_expression"), self.written.get("count_expression")]
        return [self.value(each) for each in parts if isinstance(each, dict)]

    def all_in(self, expressions: object) -> Value:
        """Everything that the expressions refer to, at any depth."""
        if isinstance(expressions, list):
            return [self.all_in(each) for each in expressions]
        if not isinstance(expressions, dict) or is_constant(expressions):
            return None
        if isinstance(expressions.get("references"), list):
            return self.value(expressions)
        return [self.all_in(each) for each in expressions.values()]

    def value(self, expression: object) -> Value:
        """The value of an expression whose result the plan does not know."""
        if is_constant(expression):
            constant: Value = expression["constant_value"]
            return constant
        written = expression.get("references") if isinstance(expression, dict) else None
        names = _longest(written) if isinstance(written, list) else []
        found = dict.fromkeys(each for name in names for each in self._resolved(name))
        return unknown(f"{self.module.prefix}{self.key}{','.join(names)}", *found)

    def _resolved(self, name: str) -> Iterator[Reference]:
        root, *rest = _PART.findall(name)
        if self.depth > _DEEPEST or not rest:
            return
        if root == "var":
            yield from self._variable(rest[0])
        elif root == "local":
            yield Reference(f"{self.module.prefix}{name}", is_local=True)
        elif root == "module":
            yield from self._output(rest)
        elif root == "each":
            yield from self._each(rest)
        elif root == "data" and len(rest) > 1:
            yield self._reference(f"data.{rest[0]}", rest[1], rest[2:])
        elif "_" in root:
            yield self._reference(root, rest[0], rest[1:])

    def _reference(self, type_: str, named: str, attributes: list[str]) -> Reference:
        name = INSTANCE.sub("", named)
        block = f"{self.module.prefix}{type_}.{name}"
        return Reference(block, ".".join(attributes), named.removeprefix(name))

    def _variable(self, name: str) -> Iterator[Reference]:
        caller = self.module.caller
        if caller is not None:
            reader = Reader(caller, self.module.key, self.module.call, self.depth + 1)
            given = part_of(self.module.call, "expressions").get(INSTANCE.sub("", name))
            yield from references_in(reader.all_in(given))

    def _output(self, rest: list[str]) -> Iterator[Reference]:
        name = INSTANCE.sub("", rest[0])
        key = rest[0].removeprefix(name) or self.key
        for child in self.module.children(name, key):
            outputs = part_of(child.content, "outputs")
            wanted = [rest[1]] if len(rest) > 1 else list(outputs)
            for output in wanted:
                expression = part_of(outputs, INSTANCE.sub("", output), "expression")
                yield from references_in(Reader(child, "", {}, self.depth + 1).value(expression))

    def _each(self, rest: list[str]) -> Iterator[Reference]:
        """`each.value.arn` of `for_each = module.functions`: the value in the instance with the same key."""
        if rest[0] != "value":
            return
        repeated = self.written.get("for_each_expression")
        names = repeated.get("references") if isinstance(repeated, dict) else None
        if not isinstance(names, list):
            return
        for name in _longest(names):
            if not name.startswith("each."):
                yield from self._resolved(".".join([f"{name}{self.key}", *rest[1:]]))


def _longest(names: list[object]) -> list[str]:
    """References without those that are a prefix of another: a plan lists each reference with its prefixes."""
    texts = list(dict.fromkeys(map(str, names)))
    beginnings = {
        text[:position]
        for text in texts
        for position, character in enumerate(text)
        if character in ".["
    }
    return [text for text in texts if text not in beginnings]
