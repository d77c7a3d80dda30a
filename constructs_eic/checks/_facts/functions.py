"""Finds the function, and the qualifier, that an argument names.

A function is named by its name or its ARN, with or without a qualifier, by an alias, or by a data source.
Without a qualifier, `$LATEST` is meant: Lambda returns the same object for both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from constructs_eic._values.function_reference import (
    LATEST,
    FunctionReference,
    FunctionReferenceError,
)
from constructs_eic.checks._facts.function_target import FunctionTarget
from constructs_eic.checks._model.values import (
    Expression,
    Reference,
    Unknown,
    Value,
    sole_reference,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.model import Model
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.rule_values import Qualifier

_FUNCTION: Final = "aws_lambda_function"
_ALIAS: Final = "aws_lambda_alias"
_ANY_QUALIFIER_OF_A_FUNCTION: Final = frozenset({"qualified_arn", "qualified_invoke_arn"})
_NAMES: Final = frozenset({"arn", "invoke_arn", "function_name", "id", ""})
_DEEPEST: Final = 8


class Functions:
    """The functions of a model, found by how they are named."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._by_expression: dict[Expression, Resource] = {}
        for function in model.of(_FUNCTION):
            name = function.get("function_name")
            if isinstance(name, Expression):
                self._by_expression.setdefault(name, function)

    def __repr__(self) -> str:
        return f"<Functions of {self.model!r}>"

    def targets(
        self, value: Value, source: rule_values.Resource, qualifier: Value = None
    ) -> tuple[FunctionTarget, ...]:
        """Return what `value` can name, in an argument of `source`; nothing if that is not known at all.

        Args:
            value: A function's name or ARN, qualified or not.
            source: The resource whose argument it is.
            qualifier: The qualifier that is given in addition.
        """
        own = self.model.own(source)
        found = tuple(self._of(value, own, 0))
        if qualifier is not None:
            beside = self.qualifier(qualifier, own)
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
        reference, resource = sole_reference(value), self.model.the(value, source)
        if reference is None or resource is None or depth > _DEEPEST:
            return value
        if resource.type in (_ALIAS, f"data.{_ALIAS}") and reference.attribute == "name":
            name = resource.get("name")
            return name if isinstance(name, str) else value
        if resource.type == _ALIAS and reference.attribute == "function_version":
            return self.qualifier(resource.get("function_version"), resource, depth + 1)
        if resource.type == _FUNCTION and reference.attribute == "version":
            return _version(resource, reference)
        return value

    def _of(self, value: Value, source: Resource, depth: int) -> Iterator[FunctionTarget]:
        if depth > _DEEPEST:
            return
        if isinstance(value, str):
            yield from self._of_text(value, source)
        elif isinstance(value, Expression):
            same = self._by_expression.get(value)
            if same is not None:
                yield FunctionTarget.of(same)
            else:
                yield from self._of_expression(value, source, depth)

    def _of_text(self, text: str, source: Resource) -> Iterator[FunctionTarget]:
        try:
            read = FunctionReference.read(text)
        except FunctionReferenceError:
            return
        location = source.location if read.arn is None else source.location.of_arn(text)
        found = self.model.named(_FUNCTION, read.name, location)
        outside = FunctionTarget((location, read.name), None, name=read.name, location=location)
        named = [
            replace(FunctionTarget.of(each), is_certain=found.is_certain)
            for each in found.resources
        ]
        for target in named or [outside]:
            yield replace(
                target,
                qualifier=read.qualifier or LATEST,
                is_qualified_name=read.qualifier is not None,
            )

    def _of_expression(
        self, value: Expression, source: Resource, depth: int
    ) -> Iterator[FunctionTarget]:
        head, *tail = value.parts
        if isinstance(head, str):
            # arn:aws:lambda:${region}:${account}:function:NAME
            name = _after(value, ":function:") if head.startswith("arn:") else None
            if name is not None:
                there = source.location.of_arn(text_of(value))
                yield from self._of(name, replace(source, location=there), depth + 1)
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

    def _of_unknown(self, value: Unknown, source: Resource, depth: int) -> Iterator[FunctionTarget]:
        """An expression whose references identify one function, but not the qualifier."""
        found = [
            each
            for reference in value.references
            for each in self._of_reference(reference, source, depth + 1)
        ]
        is_certain = not any(each.is_local for each in value.references)
        for target in dict.fromkeys(_unqualified(found)):
            yield target if is_certain else replace(target, is_certain=False)

    def _of_reference(
        self, reference: Reference, source: Resource, depth: int
    ) -> Iterator[FunctionTarget]:
        for each in self.model.blocks(reference, source):
            yield from self._of_resource(each, reference, depth)

    def _of_resource(
        self, resource: Resource, reference: Reference, depth: int
    ) -> Iterator[FunctionTarget]:
        attribute = reference.attribute
        if resource.type == _FUNCTION:
            instance = "" if resource.instance else reference.instance
            if attribute in _NAMES:
                yield FunctionTarget.of(resource, instance)
            elif attribute in _ANY_QUALIFIER_OF_A_FUNCTION:
                version = _version(resource, replace(reference, attribute="version"))
                target = FunctionTarget.of(resource, instance)
                yield replace(target, qualifier=version, is_qualified_name=True)
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


def _version(function: Resource, reference: Reference) -> Qualifier:
    """Return what `version` of a function is: `$LATEST` unless it publishes versions."""
    published = function.get("publish")
    if published in (True, "true"):
        return Expression((reference,))
    return None if isinstance(published, Expression) else LATEST


def _unqualified(found: Iterable[FunctionTarget]) -> Iterator[FunctionTarget]:
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
