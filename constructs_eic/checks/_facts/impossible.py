"""Decides why a destination cannot work, as far as it is literal.

What is true of each kind of destination is in `destination_kinds`. Region: a destination is in the region of its
function; a key is in the region of what it encrypts, "Multi-Region keys in AWS KMS" in the AWS Key Management
Service Developer Guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic._values.destination_kinds import LAMBDA
from constructs_eic.checks._model.lookups import name_of
from constructs_eic.checks._model.values import Expression, Reference, text_of

if TYPE_CHECKING:
    from constructs_eic._values.destination_kinds import Undeliverable
    from constructs_eic.checks._model.rule_values import DeclaredDestination, Resource
    from constructs_eic.checks._model.values import Value


@dataclass(frozen=True)
class Reason:
    """A reason why a destination cannot work.

    Attributes:
        text: What is wrong, after "on_failure" or "its dead-letter queue".
        fix: What to write instead; `None` for the usual.
    """

    text: str
    fix: str | None = None


def reason_for(destination: DeclaredDestination) -> Reason | None:
    """Return why a destination cannot work, whatever function it is for; `None` if it may."""
    kind = destination.kind
    if kind is None:
        is_arn = destination.text is None or destination.text.startswith("arn:")
        return Reason(
            " is of a service that Lambda does not deliver to" if is_arn else " is not an ARN"
        )
    never = undeliverable(destination)
    if never is not None:
        return Reason(f": {never.reason}", never.fix)
    problem = None if destination.text is None else kind.problem(destination.text)
    if problem is not None:
        return Reason(f": {problem[0]}", problem[1])
    resource = destination.resource
    if destination.attribute and resource is not None:
        # Of an alias of a function, the resource is the function.
        attributes = {*kind.arn_attributes(resource.type), *(("id",) if kind is LAMBDA else ())}
        if destination.attribute not in attributes:
            return Reason(f" is the {destination.attribute} of the {kind.title}, not its ARN")
    return None


def undeliverable(destination: DeclaredDestination) -> Undeliverable | None:
    """Return why a destination of its kind never receives a record: its name or an argument shows it."""
    kind, resource = destination.kind, destination.resource
    if kind is None:
        return None
    if destination.text is not None:
        by_text = kind.undeliverable_arn(destination.text)
        if by_text is not None:
            return by_text
    if resource is None:
        return None
    name = name_of(resource)
    text = text_of(name) if isinstance(name, Expression) else name
    by_name = kind.undeliverable_name(text) if isinstance(text, str) else None
    if by_name is not None:
        return by_name
    for each in kind.undeliverable:
        if each.named_by and any(
            _refers_to(value, each.named_by) for value in (name, resource.get(each.argument))
        ):
            return each
        if _is_set(resource, each.argument) and not (
            each.unless_qualified and destination.target and destination.target.is_qualified_name
        ):
            return each
    return None


def _refers_to(value: Value, type_: str) -> bool:
    """Return whether a value is, whatever only Terraform knows, an attribute of a resource of a type."""
    parts = value.parts if isinstance(value, Expression) else ()
    return any(isinstance(each, Reference) and f".{type_}." in f".{each.block}" for each in parts)


def _is_set(resource: Resource, argument: str) -> bool:
    value = resource.get(argument) if argument else None
    return not (
        value is None or value is False or value == "false" or isinstance(value, Expression)
    )
