"""The key that a bucket is encrypted with: set on the bucket, or by an encryption configuration in the app.

Source: `aws_s3_bucket_server_side_encryption_configuration` in the Terraform Registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from constructs_eic.bindings.loaded import may_exist
from constructs_eic.bindings.made import all_made, construct_of, made_resource, plain
from constructs_eic.bindings.places import place_of
from constructs_eic.bindings.references import reference_of
from constructs_eic.bindings.resources import (
    declared,
    given,
    given_text,
    reference_id,
    resource_type,
)
from constructs_eic.state import state_of
from constructs_eic.tokens import is_token

if TYPE_CHECKING:
    from constructs_eic.bindings.protocols import TerraformElement

_CONFIGURATION = "aws_s3_bucket_server_side_encryption_configuration"
_CLASS = "S3BucketServerSideEncryptionConfigurationA"
_KEY_IN_CONFIGURATION = ("rule", "apply_server_side_encryption_by_default", "kms_master_key_id")
_KEY_AS_MADE = ("applyServerSideEncryptionByDefault", "kmsMasterKeyId")
_KEY_IN_BUCKET = ("server_side_encryption_configuration", *_KEY_IN_CONFIGURATION)


def key_of_bucket(bucket: TerraformElement) -> object:
    """The key of an `S3Bucket`; `None` where none is set."""
    on_bucket = _key_in(declared(bucket).arguments, _KEY_IN_BUCKET)
    if on_bucket or not may_exist(_CLASS):
        return on_bucket
    made = _made_configurations(bucket)
    if made is None:
        return _key_of_configuration(bucket)
    configuration = made.by_bucket.get(reference_id(bucket))
    if configuration is None:
        configuration = made.by_name.get(given_text(bucket, "bucket") or "")
    return configuration and configuration.key


def _key_of_configuration(bucket: TerraformElement) -> object:
    """The key in the encryption configuration of `bucket`, wherever in the app that stands."""
    place, name = place_of(bucket), given_text(bucket, "bucket")
    for each in bucket.node.root.node.find_all():
        if resource_type(each) != _CONFIGURATION:
            continue
        configuration = cast("TerraformElement", each)
        configured = given(configuration, "bucket")
        reference = reference_of(str(configured), place_of(configuration))
        if (name is not None and configured == name) or (
            reference is not None
            and reference.logical_id == bucket.friendly_unique_id
            and reference_id(reference.stack) == reference_id(place.stack)
        ):
            return _key_in(declared(configuration).arguments, _KEY_IN_CONFIGURATION)
    return None


@dataclass(frozen=True)
class _Made:
    """A configuration that was made with this key."""

    key: object


@dataclass
class _MadeConfigurations:
    """The configurations of one app, by the identity of the bucket or by its name, and how many were looked at."""

    count: int = 0
    by_bucket: dict[str, _Made] = field(default_factory=dict)
    by_name: dict[str, _Made] = field(default_factory=dict)


def _made_configurations(bucket: TerraformElement) -> _MadeConfigurations | None:
    """The configurations as the app's messages made them; `None` where these do not tell all."""
    refs = all_made(_CLASS, reference_id(bucket))
    if refs is None:
        return None
    known = state_of(place_of(bucket).app).part(_MadeConfigurations)
    for ref in refs[known.count :]:
        made = made_resource(ref)
        if made is None:
            return None
        configured, rules = (plain(made.arguments.get(each)) for each in ("bucket", "rule"))
        of_bucket = construct_of(configured) if isinstance(configured, str) else None
        if rules is None or (of_bucket is None and is_token(configured)):
            return None
        key = _Made(_key_in(rules, _KEY_AS_MADE))
        known.count += 1
        if of_bucket is None:
            known.by_name.setdefault(str(configured), key)
        else:
            known.by_bucket.setdefault(of_bucket, key)
    return known


def _key_in(arguments: object, path: tuple[str, ...]) -> object:
    value = arguments
    for argument in path:
        if isinstance(value, list):
            value = value[0] if value else None
        value = value.get(argument) if isinstance(value, Mapping) else None
    return value
