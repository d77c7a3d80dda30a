"""Reads a customer managed key: whether it can be used, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic.audit.calls import NotRead, NotThere
from constructs_eic.audit.declared import NOT_READ
from constructs_eic.audit.resource_policies import json_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.audit.calls import Calls
    from constructs_eic.audit.declared import Place
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.values import Value

_GONE: Final = "NotFoundException"


def key(key_id: str, calls: Calls, place: Place) -> Iterator[Resource]:
    """The key that an id, ARN or alias names; nothing for a key of AWS, which every role of the account may use.

    Source: "AWS managed keys" in the AWS Key Management Service Developer Guide.
    """
    block = place.key_block(key_id)
    try:
        metadata = calls.ask("kms", "DescribeKey", _GONE, about=key_id, KeyId=key_id)["KeyMetadata"]
    except NotThere:
        state: dict[str, Value] = {"key_state": "not found", "policy": NOT_READ}
        yield place.resource("aws_kms_key", key_id, state, block)
        return
    except NotRead:
        return
    if metadata.get("KeyManager") == "AWS":
        return
    arn = metadata["Arn"]
    yield place.resource(
        "aws_kms_key",
        arn,
        {
            "arn": arn,
            "key_state": metadata.get("KeyState"),
            "policy": NOT_READ if _has_grants(arn, calls) else _policy(arn, calls),
        },
        block,
    )


def _policy(arn: str, calls: Calls) -> Value:
    try:
        answer = calls.ask("kms", "GetKeyPolicy", about=arn, KeyId=arn, PolicyName="default")
    except NotRead:
        return NOT_READ
    return json_of(answer.get("Policy")) or NOT_READ


def _has_grants(arn: str, calls: Calls) -> bool:
    """Return whether somebody may use the key without a policy, or that is not known."""
    try:
        return bool(calls.ask("kms", "ListGrants", about=arn, KeyId=arn, Limit=1).get("Grants"))
    except NotRead:
        return True
