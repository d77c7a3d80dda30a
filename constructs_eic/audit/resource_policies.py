"""Reads resource policies: what a function's lets invoke it, and what a topic's lets publish.

Source: "Viewing resource-based IAM policies in Lambda" in the AWS Lambda Developer Guide.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_eic.checks._model.values import Expression, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.audit.declared import Place
    from constructs_eic.checks._model.resource import Resource


def json_of(text: object) -> Value:
    """The content of a text from the account; `None` if it is not JSON.

    Unlike what a document of Terraform's has, nothing in it is an expression.
    """
    try:
        content: Value = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    return content


def permissions(policy: Value, function_arn: str, place: Place) -> Iterator[Resource]:
    """Yield what the statements of a function's policy let services do, as `aws_lambda_permission`."""
    for number, statement in enumerate(_statements(policy)):
        if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
            continue
        principal = statement.get("Principal")
        services = _listed(principal.get("Service")) if isinstance(principal, dict) else []
        resource = statement.get("Resource")
        arn = resource if isinstance(resource, str) else function_arn
        qualifier = arn.removeprefix(f"{function_arn}:") if arn != function_arn else None
        for service in services:
            for action in _listed(statement.get("Action")):
                yield place.resource(
                    "aws_lambda_permission",
                    f"{arn}/policy/{statement.get('Sid') or number}",
                    {
                        "function_name": function_arn,
                        "qualifier": qualifier,
                        "principal": service,
                        "action": action,
                        "source_arn": _source_arn(statement.get("Condition")),
                    },
                    block=f"aws_lambda_permission.{arn} {number} {service} {action}",
                )


def names_principals(policy: Value) -> bool:
    """Return whether a policy lets something other than a service in, or may do so."""
    if isinstance(policy, Expression):
        return True
    return any(
        isinstance(each, dict)
        and not (
            isinstance(principal := each.get("Principal"), dict) and set(principal) == {"Service"}
        )
        for each in _statements(policy)
    )


def policy_of_topic(policy: Value) -> Value:
    """A topic's policy without what it lets AWS services do on behalf of its owner.

    The policy that SNS gives each topic names everybody, on condition of `aws:SourceOwner`. Services set that key;
    a role that publishes does not have it.

    Source: "Example cases for Amazon SNS access control" in the Amazon SNS Developer Guide.
    """
    if not isinstance(policy, dict):
        return policy
    kept = [
        each for each in _statements(policy) if "aws:sourceowner" not in json.dumps(each).lower()
    ]
    return {**policy, "Statement": kept} if kept else None


def _statements(policy: Value) -> list[Value]:
    return _listed(policy.get("Statement")) if isinstance(policy, dict) else []


def _source_arn(condition: Value) -> Value:
    for keys in condition.values() if isinstance(condition, dict) else ():
        for name, value in keys.items() if isinstance(keys, dict) else ():
            if name.lower() == "aws:sourcearn":
                found = _listed(value)
                return found[0] if len(found) == 1 else None
    return None


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [] if value is None else [value]
