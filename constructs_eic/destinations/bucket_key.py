"""The key that a bucket is encrypted with: set on the bucket, or by an encryption configuration in the app.

Source: `aws_s3_bucket_server_side_encryption_configuration` in the Terraform Registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.loaded import may_exist
from constructs_eic._bindings.references import reference_of
from constructs_eic._bindings.resources import (
    declared,
    given,
    given_text,
    reference_id,
    resource_type,
)
from constructs_eic._bindings.scope_info import scope_info_of

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement

_CONFIGURATION = "aws_s3_bucket_server_side_encryption_configuration"
_CLASS = "S3BucketServerSideEncryptionConfigurationA"
_KEY_IN_CONFIGURATION = ("rule", "apply_server_side_encryption_by_default", "kms_master_key_id")
_KEY_IN_BUCKET = ("server_side_encryption_configuration", *_KEY_IN_CONFIGURATION)


def key_of_bucket(bucket: TerraformElement) -> object:
    """The key of an `S3Bucket`; `None` if none is set."""
    on_bucket = _key_in(declared(bucket).arguments, _KEY_IN_BUCKET)
    if on_bucket or not may_exist(_CLASS):
        return on_bucket
    return _key_of_configuration(bucket)


def _key_of_configuration(bucket: TerraformElement) -> object:
    """The key in the encryption configuration of `bucket`, wherever in the app that is."""
    scope_info, name = scope_info_of(bucket), given_text(bucket, "bucket")
    for each in bucket.node.root.node.find_all():
        if resource_type(each) != _CONFIGURATION:
            continue
        configuration = cast("TerraformElement", each)
        configured = given(configuration, "bucket")
        reference = reference_of(str(configured), scope_info_of(configuration))
        if (name is not None and configured == name) or (
            reference is not None
            and reference.logical_id == bucket.friendly_unique_id
            and reference_id(reference.stack) == reference_id(scope_info.stack)
        ):
            return _key_in(declared(configuration).arguments, _KEY_IN_CONFIGURATION)
    return None


def _key_in(arguments: object, path: tuple[str, ...]) -> object:
    value = arguments
    for argument in path:
        if isinstance(value, list):
            value = value[0] if value else None
        value = value.get(argument) if isinstance(value, Mapping) else None
    return value
