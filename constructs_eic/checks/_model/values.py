"""The values of arguments: a literal, a reference to a resource, or something only Terraform knows.

A literal is the plain Python value. Everything else is an `Expression`: the parts of a Terraform
template, in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

ANY_INSTANCE = "[*]"
"""Stands for an instance key that only Terraform knows."""

DEEPEST = 100
"""How deep lists and objects are read. What is nested deeper, which no policy or API description is, is unknown."""


@dataclass(frozen=True)
class Reference:
    """An attribute of a resource or data source.

    Attributes:
        block: The block's id in the model: its scope and `type.name` (`data.type.name` for a data source).
        attribute: The attribute's path, such as `arn`; empty for the resource as a whole.
        instance: The instance key as Terraform writes it, `[0]` or `["a"]`; `ANY_INSTANCE` if it is not literal.
        is_local: Whether it is a local value of which only the name is known: a plan does not show what is in it.
    """

    block: str
    attribute: str = ""
    instance: str = ""
    is_local: bool = False

    def __str__(self) -> str:
        return f"{self.block}{self.instance}{self.attribute and f'.{self.attribute}'}"


@dataclass(frozen=True)
class Unknown:
    """A part whose value only Terraform knows.

    Attributes:
        text: The expression as it is written; two equal texts in one scope have equal values.
        references: The resources that the value is derived from.
    """

    text: str
    references: tuple[Reference, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, repr=False)
class Expression:
    """A value with parts that are not literals: only Terraform knows it.

    It never equals a literal.

    Attributes:
        parts: Its parts in order: literal text, references to resources, and what else is not literal.
    """

    parts: tuple[str | Reference | Unknown, ...]

    def __str__(self) -> str:
        return "".join(each if isinstance(each, str) else f"${{{each}}}" for each in self.parts)

    def __repr__(self) -> str:
        return f"<Expression {self}>"


Value: TypeAlias = "str | int | float | bool | Expression | list[Value] | dict[str, Value] | None"


def unknown(text: str, *references: Reference) -> Expression:
    """A value of which only its references are known."""
    return Expression((Unknown(text, references),))


def sole_reference(value: Value) -> Reference | None:
    """The reference that `value` consists of, and nothing else."""
    if isinstance(value, Expression) and len(value.parts) == 1:
        (part,) = value.parts
        return part if isinstance(part, Reference) else None
    return None


def text_of(value: Expression) -> str:
    """The text of a value as Terraform's templates are written, with `${…}` for what is not literal."""
    return "".join(each if isinstance(each, str) else "${…}" for each in value.parts)


def references_in(value: Value) -> Iterator[Reference]:
    """Every reference in `value`, at any depth."""
    if isinstance(value, Expression):
        for part in value.parts:
            if isinstance(part, Reference):
                yield part
            elif isinstance(part, Unknown):
                yield from part.references
    elif isinstance(value, dict):
        for each in value.values():
            yield from references_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from references_in(each)


def may_refer_to_anything(value: Value) -> bool:
    """Return whether a part of `value` is not known, and nothing shows what it is derived from."""
    return isinstance(value, Expression) and any(
        isinstance(part, Unknown)
        and (not part.references or any(each.is_local for each in part.references))
        for part in value.parts
    )


def is_known(value: Value) -> bool:
    """Return whether `value` is a literal at every depth."""
    if isinstance(value, Expression):
        return False
    if isinstance(value, dict):
        return all(map(is_known, value.values()))
    return not isinstance(value, list) or all(map(is_known, value))


def varies_by_instance(value: Value) -> bool:
    """Return whether a value of a block with `count` or `for_each` differs from instance to instance."""
    if isinstance(value, Expression):
        return any(_part_varies(each) for each in value.parts)
    if isinstance(value, dict):
        return any(map(varies_by_instance, value.values()))
    return isinstance(value, list) and any(map(varies_by_instance, value))


def _part_varies(part: str | Reference | Unknown) -> bool:
    if isinstance(part, Reference):
        return part.instance == ANY_INSTANCE
    if isinstance(part, Unknown):
        is_key = "each." in part.text or "count." in part.text
        return is_key or any(map(_part_varies, part.references))
    return False
