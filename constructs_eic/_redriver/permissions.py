"""What the forwarder's role may do: read the one queue, write to the other, invoke the functions given, and log.

Source: "Creating and configuring an Amazon SQS event source mapping" (execution role permissions) and "Working with
Lambda execution environment credentials" in the AWS Lambda Developer Guide; "Key management" in the Amazon SQS
Developer Guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._bindings.expressions import is_encoded, replace_match, trim_suffix
from constructs_eic._bindings.resources import attribute
from constructs_eic._values.function_reference import LATEST
from constructs_eic._values.policy_document import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._target.target import Target

_READ = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
_LOG = ("logs:CreateLogStream", "logs:PutLogEvents")
_INVOKE = ("lambda:InvokeFunction",)


def assume_role_policy() -> dict[str, object]:
    """Lambda, and nobody else, may use the role."""
    statement = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "lambda.amazonaws.com"},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def of_source(arn: str, key: str | None) -> Iterator[Statement]:
    """The permissions to receive and delete, and to decrypt what is received."""
    yield Statement(_READ, (arn,))
    if key is not None:
        yield Statement(("kms:Decrypt",), (key,))


def of_logs(log_group: TerraformElement) -> Statement:
    """The permission to write to the forwarder's own log group."""
    return Statement(_LOG, (f"{attribute(log_group, 'arn')}:*",))


def of_functions(functions: Sequence[Target], forwarder: TerraformElement) -> Statement:
    """The permission to invoke the functions: what was given, and no other version or alias.

    The permission on a function without qualifier includes its versions and aliases: records name them.
    """
    return Statement(_INVOKE, tuple(arn for each in functions for arn in _arns_of(each, forwarder)))


def _arns_of(target: Target, forwarder: TerraformElement) -> Iterator[str]:
    arn = _unqualified_arn(target, forwarder)
    qualifier = target.qualifier
    if qualifier is None or qualifier.may_be_null:
        yield from (arn, f"{arn}:*")
    elif qualifier.literal == LATEST:
        # Events of $LATEST are sent without a qualifier.
        yield from (arn, f"{arn}:{LATEST}")
    else:
        yield f"{arn}:{qualifier.text}"


def _unqualified_arn(target: Target, forwarder: TerraformElement) -> str:
    if target.function is not None:
        return attribute(target.function, "arn")
    if target.instance is not None:
        return target.instance.sibling("arn")
    if target.arn is not None:
        return str(target.arn)
    if target.token is not None:
        prefix = _prefix(forwarder, is_encoded=is_encoded(target.function_name))
        return replace_match(target.function_name, "^[^:]+$", f"{prefix}$0")
    return f"{_prefix(forwarder, is_encoded=False)}{target.name}"


def _prefix(forwarder: TerraformElement, *, is_encoded: bool) -> str:
    """What the ARNs of functions begin with in the forwarder's own region and account."""
    arn, name = "arn", "function_name"
    if is_encoded:
        return trim_suffix(getattr(forwarder, arn), getattr(forwarder, name))
    return trim_suffix(attribute(forwarder, arn), attribute(forwarder, name))
