"""The key that a bucket is encrypted with: set on the bucket, or by an encryption configuration in the app.

Source: `aws_s3_bucket_server_side_encryption_configuration` in the Terraform Registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.construction import (
    arguments_of,
    logical_id_of,
    origin_of,
    touched_in,
)
from constructs_eic._bindings.references import reference_of
from constructs_eic._bindings.resources import (
    declared,
    given,
    given_text,
    reference_id,
    resource_type,
)
from constructs_eic._bindings.scope_info import is_in_tree, scope_info_of
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_eic._bindings.protocols import TerraformElement

_CONFIGURATION = "aws_s3_bucket_server_side_encryption_configuration"
_KEY_IN_CONFIGURATION = ("rule", "apply_server_side_encryption_by_default", "kms_master_key_id")
_KEY_IN_BUCKET = ("server_side_encryption_configuration", *_KEY_IN_CONFIGURATION)


def key_of_bucket(bucket: TerraformElement) -> object:
    """The key of an `S3Bucket`; `None` if none is set."""
    on_bucket = _key_in(declared(bucket).arguments, _KEY_IN_BUCKET)
    return on_bucket or _key_of_configuration(bucket)


def _key_of_configuration(bucket: TerraformElement) -> object:
    """The key in the encryption configuration of `bucket`, wherever in the app that is."""
    scope_info, name = scope_info_of(bucket), given_text(bucket, "bucket")
    for configuration in _configurations_for(bucket, name, scope_info.app):
        configured = given(configuration, "bucket")
        reference = reference_of(str(configured), scope_info_of(configuration))
        is_its_own = (name is not None and configured == name) or (
            reference is not None
            and reference.logical_id == logical_id_of(bucket)
            and reference_id(reference.stack) == reference_id(scope_info.stack)
        )
        if is_its_own and is_in_tree(scope_info.app, configuration):
            return _key_in(declared(configuration).arguments, _KEY_IN_CONFIGURATION)
    return None


@dataclass
class _Configurations:
    """The encryption configurations of one app.

    Attributes:
        seen: How many of the constructs that were touched are in here.
        by_bucket: By the literal name or the identity of their bucket; by `None` where only Node can tell.
    """

    seen: int = 0
    by_bucket: dict[str | None, list[TerraformElement]] = field(default_factory=dict)

    def add(self, configuration: TerraformElement) -> None:
        self.by_bucket.setdefault(_bucket_of(configuration), []).append(configuration)


def _configurations_for(
    bucket: TerraformElement, name: str | None, app: str
) -> Iterable[TerraformElement]:
    """The encryption configurations that may be for `bucket`."""
    touched = touched_in(bucket)
    if touched is None:
        everything = bucket.node.root.node.find_all()
        return [
            cast("TerraformElement", e) for e in everything if resource_type(e) == _CONFIGURATION
        ]
    configurations = state_of(app).part(_Configurations)
    for each in touched[configurations.seen :]:
        if resource_type(each) == _CONFIGURATION:
            configurations.add(cast("TerraformElement", each))
    configurations.seen = len(touched)
    keys = {name, reference_id(bucket), None}
    return [each for key in keys for each in configurations.by_bucket.get(key, ())]


def _bucket_of(configuration: TerraformElement) -> str | None:
    """The literal name, or the identity, of the bucket that a configuration names."""
    bucket = (arguments_of(configuration) or {}).get("bucket")
    if not isinstance(bucket, str):
        return None
    if not is_token(bucket):
        return bucket
    origin = origin_of(bucket, configuration)
    return reference_id(origin[0]) if origin else None


def _key_in(arguments: object, path: tuple[str, ...]) -> object:
    value = arguments
    for argument in path:
        if isinstance(value, list):
            value = value[0] if value else None
        value = value.get(argument) if isinstance(value, Mapping) else None
    return value
