"""Reads a function's name or ARN: a function, and a version or alias of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic._values.function_reference import LATEST
from constructs_eic.checks._model.location import Location
from constructs_eic.checks._model.lookups import literal_name
from constructs_eic.checks._model.values import Expression, sole_reference

if TYPE_CHECKING:
    from collections.abc import Hashable

    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.rule_values import Qualifier


@dataclass(frozen=True, repr=False)
class FunctionTarget:
    """A function under a qualifier.

    Attributes:
        key: Identifies the function; equal for equal functions.
        function: The function's resource; `None` for a function outside the model.
        qualifier: `$LATEST` if there is none.
        is_certain: Whether it is known to be this function.
        is_qualified_name: Whether the qualifier came with the name or ARN.
        name: The function's name, if it is literal.
        location: Where the function is, as far as that is literal.
    """

    key: Hashable
    function: Resource | None
    qualifier: Qualifier = LATEST
    is_certain: bool = True
    is_qualified_name: bool = False
    name: str | None = None
    location: Location = field(default_factory=Location)

    def __repr__(self) -> str:
        name = self.name or (self.function.address if self.function else "a function")
        under = "" if self.qualifier == LATEST else f" under {self.qualifier or 'any qualifier'}"
        return f"<Target {name}{under}{'' if self.is_certain else ', perhaps'}>"

    @classmethod
    def of(cls, function: Resource, instance: str = "") -> FunctionTarget:
        """A function of the model, or that instance of it."""
        name = literal_name(function)
        key = (function.block, function.instance or instance)
        return cls(key, function, name=name, location=function.location)

    def is_same_function(self, other: rule_values.Target) -> bool | None:
        """Return whether `other` is this function, under any qualifier; `None` if only Terraform or AWS knows."""
        if self.key == other.key:
            return True if self.is_certain and other.is_certain else None
        if None not in (self.name, other.name) and self.name != other.name:
            return False
        if self.location.is_same(other.location) is False:
            return False
        are_known = self.function is not None and other.function is not None
        return False if are_known and self.is_certain and other.is_certain else None


def is_same_qualifier(one: Qualifier, other: Qualifier) -> bool | None:
    """Return whether two qualifiers are the same; `None` if only Terraform knows."""
    if one is None or other is None:
        return None
    if one == other:
        return True
    if isinstance(one, str) and isinstance(other, str):
        return False
    named = [each for each in (one, other) if isinstance(each, Expression)]
    if LATEST in (one, other) and all(_is_never_latest(each) for each in named):
        return False
    return None


def _is_never_latest(qualifier: Expression) -> bool:
    """An alias's name and a published version are never `$LATEST`."""
    reference = sole_reference(qualifier)
    return reference is not None and reference.attribute in ("name", "version")
