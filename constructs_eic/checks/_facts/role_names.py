"""Finds the role that an argument names: by a reference, a literal name or ARN, or as the role of a function."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from constructs_eic._values.tokens import is_token
from constructs_eic.checks._model.lookups import Named
from constructs_eic.checks._model.values import (
    Expression,
    Reference,
    Value,
    references_in,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.resource import Resource

FUNCTION_OUTSIDE: Final = "data.aws_lambda_function"
"""A function outside the model stands for its role: what the model adds to the role is known, the rest is not."""
_ROLE: Final = "aws_iam_role"
_FUNCTION: Final = "aws_lambda_function"


class RoleNames:
    """The roles of a model, found by how they are named.

    Args:
        functions: The functions of the model.
    """

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._model = functions.model
        self._in_progress: set[str] = set()

    def of_function(self, target: rule_values.Target) -> Named:
        """The role of a function; for a function outside the model, the data source that supplies its role."""
        if target.function is not None:
            return self.named(target.function.get("role"), self._model.own(target.function))
        data = self._functions_outside.get(target.key)
        return Named() if data is None else Named((data,), is_certain=True)

    def named(self, value: Value, source: Resource) -> Named:
        """The roles that a name or an ARN can name; for a function outside the model, its data source."""
        name = _literal_name(value)
        if name is not None:
            return self._model.named(_ROLE, name, source.location.of_arn(_text(value)))
        found = [
            each for reference in references_in(value) for each in self.referred(reference, source)
        ]
        roles = {role.id: role for each in found for role in each.resources}
        is_certain = all(each.is_certain for each in found) and len(roles) == 1
        return Named(tuple(roles.values()), is_certain)

    def referred(self, reference: Reference, source: Resource) -> Iterator[Named]:
        """The roles that a reference can mean."""
        for each in self._model.blocks(reference, source):
            if each.type == _ROLE:
                yield Named((each,), is_certain=True)
            elif each.type == f"data.{_ROLE}":
                yield self.named(each.get("name"), each)
            elif each.type in (FUNCTION_OUTSIDE, _FUNCTION) and reference.attribute == "role":
                yield from self._of_function_named(each)

    def _of_function_named(self, resource: Resource) -> Iterator[Named]:
        """The roles that the function of a resource or data source can have."""
        if resource.id in self._in_progress:
            return
        self._in_progress.add(resource.id)
        for target in self._functions.targets(resource.get("function_name"), resource):
            role = self.of_function(target)
            yield role if target.is_certain else Named(role.resources)
        self._in_progress.discard(resource.id)

    @cached_property
    def _functions_outside(self) -> Mapping[Hashable, Resource]:
        found: dict[Hashable, Resource] = {}
        for data in self._model.of(FUNCTION_OUTSIDE):
            for target in self._functions.targets(data.get("function_name"), data):
                found.setdefault(target.key, data)
        return found


def _text(value: Value) -> str:
    return text_of(value) if isinstance(value, Expression) else str(value)


def _literal_name(value: Value) -> str | None:
    """The name in a literal name, or in an ARN that ends literally: `arn:aws:iam::${…}:role/NAME`."""
    text = _text(value)
    name = text.rpartition("/")[2]
    is_arn = text.startswith("arn:") and ":role/" in text
    return name if not is_token(name) and (is_arn or isinstance(value, str)) else None
