"""Finds the KMS key that an argument names: by a reference, or by a literal alias.

Source: "Key identifiers (KeyId)" in the AWS Key Management Service Developer Guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.checks._model.values import Expression, Value, references_in

if TYPE_CHECKING:
    from constructs_eic.checks._model.model import Model, Resource

_DEEPEST = 3


def key_of(value: Value, source: Resource, model: Model, depth: int = 0) -> Resource | None:
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


def key_behind(resource: Resource, model: Model, depth: int = 0) -> Resource | None:
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
