"""The customer managed key that a destination is encrypted with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from constructs_eic._values.destination_kinds import S3
from constructs_eic.checks._model.key_lookups import key_of
from constructs_eic.checks._model.values import Value, references_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.model import Model
    from constructs_eic.checks._model.resource import Resource

_BUCKET_ENCRYPTION: Final = "aws_s3_bucket_server_side_encryption_configuration"


class Keys:
    """The keys of a model.

    Args:
        model: All resources.
    """

    def __init__(self, model: Model) -> None:
        self._model = model

    def of(self, destination: rule_values.DeclaredDestination) -> Resource | None:
        """The key of a destination, where both are in the model."""
        value, holder = self._given(destination)
        return None if holder is None else key_of(value, holder, self._model)

    def arn_of(self, destination: rule_values.DeclaredDestination) -> str | None:
        """The ARN of the key of a destination, or of an alias of it, where that is literal."""
        value, _ = self._given(destination)
        return value if isinstance(value, str) and value.startswith("arn:") else None

    def _given(self, destination: rule_values.DeclaredDestination) -> tuple[Value, Resource | None]:
        """The argument that names the key, and the resource that has this argument."""
        if destination.resource is None:
            return None, None
        resource = self._model.own(destination.resource)
        if destination.kind is S3:
            encryption = self._encryption_of_buckets.get(resource.id, resource)
            return _key_of_bucket(encryption), encryption
        argument = destination.kind.key_argument if destination.kind else ""
        return (resource.get(argument), resource) if argument else (None, None)

    @cached_property
    def _encryption_of_buckets(self) -> Mapping[str, Resource]:
        found: dict[str, Resource] = {}
        for encryption in self._model.of(_BUCKET_ENCRYPTION):
            for bucket in self._buckets_of(encryption):
                found[bucket.id] = encryption
        return found

    def _buckets_of(self, encryption: Resource) -> Sequence[Resource]:
        bucket = encryption.get("bucket")
        if isinstance(bucket, str):
            return self._model.named("aws_s3_bucket", bucket, encryption.location).resources
        return [
            each
            for reference in references_in(bucket)
            for each in self._model.referred(reference, encryption)
        ]


def _key_of_bucket(holder: Resource) -> Value:
    """The key in an encryption configuration, or in a bucket that has one itself."""
    by_default = ("rule", "apply_server_side_encryption_by_default", "kms_master_key_id")
    if holder.type == _BUCKET_ENCRYPTION:
        return holder.get(*by_default)
    return holder.get("server_side_encryption_configuration", *by_default)
