"""The customer managed key that a destination is encrypted with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from constructs_eic._values.destination_kinds import S3, SNS, SQS
from constructs_eic.checks._model.values import Expression, Value, references_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_eic.checks._facts.destinations import Destination
    from constructs_eic.checks._model.model import Model, Resource

_BUCKET_ENCRYPTION: Final = "aws_s3_bucket_server_side_encryption_configuration"


class Keys:
    """The keys of a model.

    Args:
        model: All resources.
    """

    def __init__(self, model: Model) -> None:
        self._model = model

    def of(self, destination: Destination, source: Resource) -> Resource | None:
        """The key of a destination, where both are in the model."""
        resource = destination.resource
        if resource is None:
            return None
        if destination.kind in (SQS, SNS):
            return self._key(resource.get("kms_master_key_id"), resource)
        if destination.kind is S3:
            encryption = self._encryption_of_buckets.get(resource.id)
            return self._key(_bucket_key(encryption), encryption) if encryption else None
        return None

    @cached_property
    def _encryption_of_buckets(self) -> Mapping[str, Resource]:
        found: dict[str, Resource] = {}
        for encryption in self._model.of(_BUCKET_ENCRYPTION):
            for reference in references_in(encryption.get("bucket")):
                for bucket in self._model.referred(reference, encryption):
                    found[bucket.id] = encryption
        return found

    @cached_property
    def _by_alias(self) -> Mapping[str, Resource]:
        return {
            str(alias.get("name")): alias
            for alias in self._model.of("aws_kms_alias")
            if isinstance(alias.get("name"), str)
        }

    def _key(self, value: Value, source: Resource, depth: int = 0) -> Resource | None:
        if isinstance(value, str):
            alias = self._by_alias.get(value)
            return self._key(alias.get("target_key_id"), alias, depth + 1) if alias else None
        if not isinstance(value, Expression) or depth > 2:
            return None
        found = [
            each
            for reference in references_in(value)
            for each in self._model.referred(reference, source)
        ]
        if len(found) != 1:
            return None
        (key,) = found
        if key.type == "aws_kms_alias":
            return self._key(key.get("target_key_id"), key, depth + 1)
        return key if key.type == "aws_kms_key" else None


def _bucket_key(encryption: Resource) -> Value:
    return encryption.get("rule", "apply_server_side_encryption_by_default", "kms_master_key_id")
