"""Finds the function, and the qualifier, that an argument names.

A function is named by its name or its ARN, with or without a qualifier, by an alias, or by a data source.
Without a qualifier, `$LATEST` is meant: Lambda returns the same object for both.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from constructs_eic._values.function_reference import (
    LATEST,
    FunctionReference,
    FunctionReferenceError,
)
from constructs_eic.checks._model.values import (
    Expression,
    Reference,
    Unknown,
    Value,
    sole_reference,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from constructs_eic.checks._model.model import Model, Resource

Qualifier: TypeAlias = "str | Expression | None"
"""A literal, an expression, or `None` if nothing is known about it."""

_FUNCTION: Final = "aws_lambda_function"
_ALIAS: Final = "aws_lambda_alias"
_ANY_QUALIFIER_OF_A_FUNCTION: Final = frozenset({"qualified_arn", "qualified_invoke_arn"})
_NAMES: Final = frozenset({"arn", "invoke_arn", "function_name", "id", ""})
_DEEPEST: Final = 8


@dataclass(frozen=True)
class Target:
    """A function under a qualifier.

    Attributes:
        key: Identifies the function; equal for equal functions.
        function: The function's resource; `None` for a function outside the model.
        qualifier: `$LATEST` if there is none.
        is_certain: Whether it is known to be this function.
        is_qualified_name: Whether the qualifier came with the name or ARN.
    """

    key: Hashable
    function: Resource | None
    qualifier: Qualifier = LATEST
    is_certain: bool = True
    is_qualified_name: bool = False


class Functions:
    """The functions of a model, found by how they are named."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._by_name: dict[tuple[Hashable, str], Resource] = {}
        self._elsewhere: dict[str, list[Resource]] = defaultdict(list)
        self._by_expression: dict[Expression, Resource] = {}
        for function in model.of(_FUNCTION):
            name = function.get("function_name")
            if isinstance(name, str):
                self._by_name[function.home, name] = function
                self._elsewhere[name].append(function)
            elif isinstance(name, Expression):
                self._by_expression.setdefault(name, function)

    def targets(
        self, value: Value, source: Resource, qualifier: Value = None
    ) -> tuple[Target, ...]:
        """What `value` can name, in an argument of `source`; nothing if that is not known at all.

        Args:
            value: A function's name or ARN, qualified or not.
            source: The resource whose argument it is.
            qualifier: The qualifier that is given in addition.
        """
        found = tuple(self._of(value, source, 0))
        if qualifier is not None:
            beside = self.qualifier(qualifier, source)
            found = tuple(
                each if each.is_qualified_name else replace(each, qualifier=beside)
                for each in found
            )
        return (
            found if len(found) == 1 else tuple(replace(each, is_certain=False) for each in found)
        )

    def qualifier(self, value: Value, source: Resource, depth: int = 0) -> Qualifier:
        """The qualifier that `value` is: an alias's name, a version, or literal text."""
        if value is None:
            return LATEST
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, Expression):
            return None
        reference, resource = sole_reference(value), self._model.the(value, source)
        if reference is None or resource is None or depth > _DEEPEST:
            return value
        if resource.type == _ALIAS and reference.attribute == "name":
            name = resource.get("name")
            return name if isinstance(name, str) else value
        if resource.type == _ALIAS and reference.attribute == "function_version":
            return self.qualifier(resource.get("function_version"), resource, depth + 1)
        if resource.type == _FUNCTION and reference.attribute == "version":
            return _version(resource, reference)
        return value

    def _of(self, value: Value, source: Resource, depth: int) -> Iterator[Target]:
        if depth > _DEEPEST:
            return
        if isinstance(value, str):
            yield from self._of_text(value, source)
        elif isinstance(value, Expression):
            same = self._by_expression.get(value)
            if same is not None:
                yield Target(_key(same, ""), same)
            else:
                yield from self._of_expression(value, source, depth)

    def _of_text(self, text: str, source: Resource) -> Iterator[Target]:
        try:
            read = FunctionReference.read(text)
        except FunctionReferenceError:
            return
        named = Target(
            (source.home, str(read.arn or read.name)),
            None,
            read.qualifier or LATEST,
            is_qualified_name=read.qualifier is not None,
        )
        function = self._by_name.get((source.home, read.name))
        if function is not None:
            yield replace(named, key=_key(function, ""), function=function)
        elif read.name in self._elsewhere:
            # In another region or account, or in this one: the name alone does not show that.
            for each in self._elsewhere[read.name]:
                yield replace(named, key=_key(each, ""), function=each, is_certain=False)
        else:
            yield named

    def _of_expression(self, value: Expression, source: Resource, depth: int) -> Iterator[Target]:
        head, *tail = value.parts
        if isinstance(head, str):
            # arn:aws:lambda:${region}:${account}:function:NAME
            resource = _after(value, ":function:") if head.startswith("arn:") else None
            if resource is not None:
                yield from self._of(resource, source, depth + 1)
            return
        if tail:
            first = tail[0]
            if not isinstance(first, str) or not first.startswith(":"):
                return
            qualifier = self.qualifier(_joined([first[1:], *tail[1:]]), source)
            for each in self._of(Expression((head,)), source, depth + 1):
                yield replace(each, qualifier=qualifier, is_qualified_name=True)
        elif isinstance(head, Reference):
            yield from self._of_reference(head, source, depth)
        else:
            yield from self._of_unknown(head, source, depth)

    def _of_unknown(self, value: Unknown, source: Resource, depth: int) -> Iterator[Target]:
        """An expression whose references identify one function, but not the qualifier."""
        found = [
            each
            for reference in value.references
            for each in self._of_reference(reference, source, depth + 1)
        ]
        is_certain = not any(each.is_local for each in value.references)
        for target in dict.fromkeys(_unqualified(found)):
            yield target if is_certain else replace(target, is_certain=False)

    def _of_reference(self, reference: Reference, source: Resource, depth: int) -> Iterator[Target]:
        for each in self._model.referred(reference, source):
            yield from self._of_resource(each, reference, depth)

    def _of_resource(
        self, resource: Resource, reference: Reference, depth: int
    ) -> Iterator[Target]:
        attribute = reference.attribute
        if resource.type == _FUNCTION:
            instance = "" if resource.instance else reference.instance
            if attribute in _NAMES:
                yield Target(_key(resource, instance), resource)
            elif attribute in _ANY_QUALIFIER_OF_A_FUNCTION:
                version = _version(resource, replace(reference, attribute="version"))
                yield Target(_key(resource, instance), resource, version, is_qualified_name=True)
            return
        functions = self._of(resource.get("function_name"), resource, depth + 1)
        is_alias = resource.type in (_ALIAS, f"data.{_ALIAS}")
        if attribute == "function_name" or (
            resource.type == f"data.{_FUNCTION}" and attribute in _NAMES
        ):
            yield from functions
        elif is_alias and attribute in _NAMES:
            qualifier = self.qualifier(resource.get("name"), resource)
            for each in functions:
                yield replace(each, qualifier=qualifier, is_qualified_name=True)
        elif resource.type == f"data.{_FUNCTION}" and attribute in _ANY_QUALIFIER_OF_A_FUNCTION:
            given = resource.get("qualifier")
            qualifier = self.qualifier(given, resource) if given is not None else None
            for each in functions:
                yield replace(each, qualifier=qualifier, is_qualified_name=True)


def is_same_qualifier(one: Qualifier, other: Qualifier) -> bool | None:
    """Whether two qualifiers are the same; `None` if only Terraform knows."""
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


def _version(function: Resource, reference: Reference) -> Qualifier:
    """What `version` of a function is: `$LATEST` unless it publishes versions."""
    published = function.get("publish")
    if published in (True, "true"):
        return Expression((reference,))
    return None if isinstance(published, Expression) else LATEST


def _key(function: Resource, instance: str) -> Hashable:
    return (function.block, function.instance or instance)


def _unqualified(found: Iterable[Target]) -> Iterator[Target]:
    """Each function once; its qualifier only if a reference includes one."""
    for each in found:
        if each.is_qualified_name:
            yield replace(each, is_qualified_name=False)
        else:
            yield replace(each, qualifier=None)


def _after(value: Expression, text: str) -> Value:
    """The rest of a template after `text`."""
    for position, part in enumerate(value.parts):
        if isinstance(part, str) and text in part:
            return _joined([part.partition(text)[2], *value.parts[position + 1 :]])
    return None


def _joined(parts: Iterable[str | Reference | Unknown]) -> Value:
    kept = tuple(each for each in parts if each != "")
    if all(isinstance(each, str) for each in kept):
        return "".join(str(each) for each in kept)
    return Expression(kept)
