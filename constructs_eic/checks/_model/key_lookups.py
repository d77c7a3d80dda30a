"""Finds the KMS key that an argument names: by a reference, or by a literal alias.

Source: "Key identifiers (KeyId)" in the AWS Key Management Service Developer Guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from constructs_eic.checks._model.values import Expression, Value, references_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks._model.location import Location
    from constructs_eic.checks._model.lookups import Named
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.values import Reference

_DEEPEST = 3


class Declarations(Protocol):
    """The questions that are asked of a model here."""

    def named(self, resource_type: str, name: str, location: Location) -> Named:
        """The resource of a type that a name means in an argument of a resource at `location`."""

    def blocks(self, reference: Reference, source: Resource | None = None) -> Sequence[Resource]:
        """The resources and data sources that a reference can refer to."""


def key_of(value: Value, source: Resource, model: Declarations, depth: int = 0) -> Resource | None:
    """The key that a value names, if it is in the model.

    Args:
        value: A key's id or ARN, the name or ARN of an alias, or a reference to one of these.
        source: The resource whose argument it is.
        model: All resources.
        depth: How many aliases and data sources led here.
    """
    if depth > _DEEPEST:
        return None
    if isinstance(value, str):
        alias, location = value.rpartition(":")[2], source.location.of_arn(value)
        found = [model.named("aws_kms_alias", alias, location).one]
    elif isinstance(value, Expression):
        found = [
            each for reference in references_in(value) for each in model.blocks(reference, source)
        ]
    else:
        return None
    if len(found) != 1 or found[0] is None:
        return None
    return key_behind(found[0], model, depth)


def key_behind(resource: Resource, model: Declarations, depth: int = 0) -> Resource | None:
    """The key that a resource or data source is, or that it is an alias of."""
    if resource.type == "aws_kms_key":
        return resource
    if resource.type == "aws_kms_alias":
        return key_of(resource.get("target_key_id"), resource, model, depth + 1)
    if resource.type == "data.aws_kms_alias":
        return key_of(resource.get("name"), resource, model, depth + 1)
    if resource.type == "data.aws_kms_key":
        return key_of(resource.get("key_id"), resource, model, depth + 1)
    return None
