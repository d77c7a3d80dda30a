"""The customer managed key that encrypts a destination.

Source: "Key management" in the Amazon SQS, Amazon SNS and Amazon S3 developer guides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias, Union, cast

from constructs_eic._bindings.references import find, reference_of
from constructs_eic._bindings.resources import attribute, resource_type
from constructs_eic._target.location import Location
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._values.errors import Problems
    from constructs_eic._values.outcome import Outcome
    from constructs_eic.destinations.base import Destination
    from constructs_eic.destinations.context import DestinationCheck, DestinationDelivery

KeyLike: TypeAlias = Union["TerraformElement", str]
"""What names a KMS key: a `KmsKey`, a `DataAwsKmsKey`, or, as text, its ARN or a token of it."""

_KEY_ARN = re.compile(r"arn:aws[a-zA-Z-]*:kms:[a-z0-9-]+:\d{12}:key/[a-zA-Z0-9-]+\Z")
_AWS_MANAGED = re.compile(r"(arn:[^/]*:)?alias/aws/")
_KEYS = (
    "aws_kms_key",
    "aws_kms_external_key",
    "aws_kms_replica_key",
    "aws_kms_replica_external_key",
    "data.aws_kms_key",
)
_ALIASES = ("aws_kms_alias", "data.aws_kms_alias")


def check_given_key(given: object, outcome: Outcome, problems: Problems) -> None:
    """Report an `encryption_key=` that no permission can name."""
    if given is None or _is_key(given):
        return
    is_name_of_key = isinstance(given, str) or resource_type(given) in _ALIASES
    problems.add(
        "encryption_key",
        given,
        f"the permission on the key of {outcome.argument} takes the key's ARN, not its id or an alias"
        if is_name_of_key
        else f"the key of {outcome.argument} must be a KMS key, and this is something else",
        "give a KmsKey, a DataAwsKmsKey or 'arn:aws:kms:REGION:ACCOUNT:key/ID'",
    )


def check_key(given: object, checked: DestinationCheck) -> None:
    """Report a key, given or set on the destination's own resource, that no permission can name."""
    if given is not None:
        if _is_of_something_else(given, checked):
            checked.problems.add(
                "encryption_key",
                given,
                f"the key of {checked.outcome.argument} must be the ARN of a KMS key, and this is something else",
                "give a KmsKey, a DataAwsKmsKey or the key's ARN",
            )
        return
    found = checked.found_key
    if found is None or not checked.grants or _is_aws_managed(found):
        return
    if not _is_key(found) or _is_of_something_else(found, checked):
        checked.refuse(
            checked.given,
            f"it is encrypted with the key {checked.shown(found)}, and a permission on a key takes its ARN",
            "set the key's ARN on the destination, or give encryption_key= to the Destination",
        )


def key_arn(given: object, delivery: DestinationDelivery) -> str | None:
    """The ARN of the customer managed key, given or found; `None` if the destination has none."""
    if given is None:
        given = delivery.checked.found_key
    if given is None or _is_aws_managed(given):
        return None
    if resource_type(given) in _KEYS:
        return attribute(cast("TerraformElement", given), "arn")
    text = str(given)
    reference = reference_of(text, delivery.scope_info)
    if reference is None or reference.resource_type not in (*_KEYS, *_ALIASES):
        return text
    name = "target_key_arn" if reference.resource_type in _ALIASES else "arn"
    key = find(reference)
    return reference.sibling(name) if key is None else attribute(key, name)


def key_location(destination: Destination, checked: DestinationCheck) -> Location:
    """The region and account of a destination's customer managed key, given or found, if they are literal."""
    key = getattr(destination, "encryption_key", None) or checked.found_key
    if key is None or _is_aws_managed(key):
        return Location()
    if resource_type(key) in _KEYS:
        return Location.of_resource(cast("TerraformElement", key))
    reference = reference_of(str(key), checked.scope_info)
    if reference is None:
        return Location.of_text(str(key))
    found = find(reference) if reference.resource_type in (*_KEYS, *_ALIASES) else None
    return Location() if found is None else Location.of_resource(found)


def _is_of_something_else(value: object, checked: DestinationCheck) -> bool:
    """Return whether `value` is the ARN or id of a resource that is neither a key nor an alias of one."""
    reference = reference_of(value, checked.scope_info) if isinstance(value, str) else None
    return (
        reference is not None
        and reference.attribute in ("arn", "id")
        and reference.resource_type not in (*_KEYS, *_ALIASES, "data.aws_arn")
    )


def _is_key(value: object) -> bool:
    if isinstance(value, str):
        return is_token(value) or _KEY_ARN.match(value) is not None
    return resource_type(value) in _KEYS


def _is_aws_managed(value: object) -> bool:
    return isinstance(value, str) and _AWS_MANAGED.match(value) is not None
