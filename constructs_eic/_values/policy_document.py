"""Least privilege: statements gathered into one policy document.

Source: "IAM JSON policy elements reference" in the AWS Identity and Access Management User Guide.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from constructs_eic._values.errors import require_tuples
from constructs_eic._values.tokens import json_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Conditions: TypeAlias = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Statement:
    """Permission for some actions on some resources.

    Attributes:
        actions: Such as `sqs:SendMessage`.
        resources: ARNs, or tokens of them.
        conditions: By operator and key, as in a policy: `{"StringEquals": {"s3:ResourceAccount": "123456789012"}}`.
            Write a policy variable with two dollar signs, `$${aws:PrincipalAccount}`: Terraform removes one.

    Raises:
        TypeError: `actions` or `resources` is a string, not a tuple.

    Examples:
        >>> Statement(("sqs:SendMessage",), ("arn:aws:sqs:us-east-1:123456789012:dlq",)).resources
        ('arn:aws:sqs:us-east-1:123456789012:dlq',)
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: Conditions = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        require_tuples(self, "actions", "resources")


def policy_document(statements: Iterable[Statement], expression: Callable[[str], str] = str) -> str:
    """The statements as JSON: merged, in the order in which their resources were first mentioned.

    `expression` returns the Terraform expression that a token stands for: two tokens of one attribute are one
    resource.

    >>> policy_document([Statement(("sns:Publish",), ("a",)), Statement(("sns:Publish",), ("b",))])
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sns:Publish","Resource":["a","b"]}]}'
    """
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": _one_or_many(statement.actions),
                "Resource": _one_or_many(statement.resources),
                **({"Condition": statement.conditions} if statement.conditions else {}),
            }
            for statement in merged(statements, expression)
        ],
    }
    return json_template(document)


def merged(
    statements: Iterable[Statement], expression: Callable[[str], str] = str
) -> list[Statement]:
    """The same permissions, each once, in one statement for each set of actions under the same conditions."""
    actions_on: dict[tuple[str, str], set[str]] = {}
    conditions: dict[str, Conditions] = {}
    for statement in statements:
        key = json.dumps(statement.conditions, sort_keys=True)
        conditions.setdefault(key, statement.conditions)
        for resource in statement.resources:
            actions_on.setdefault((resource, key), set()).update(statement.actions)
    if len(actions_on) > 1:
        first: dict[tuple[str, str], tuple[str, str]] = {}
        for one, actions in list(actions_on.items()):
            same = first.setdefault((expression(one[0]), one[1]), one)
            if same != one:
                actions_on[same] |= actions
                del actions_on[one]
    resources_for: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for (resource, key), actions in actions_on.items():
        resources_for.setdefault((tuple(sorted(actions)), key), []).append(resource)
    return [
        Statement(actions, tuple(resources), conditions[key])
        for (actions, key), resources in resources_for.items()
    ]


def permissions(
    statements: Iterable[Statement], expression: Callable[[str], str] = str
) -> list[tuple[str, str, str]]:
    """Each permission once, as action, resource and conditions, in an order that depends on nothing else.

    >>> permissions([Statement(("sns:Publish",), ("b", "a"))])
    [('sns:Publish', 'a', '{}'), ('sns:Publish', 'b', '{}')]
    """
    return sorted(
        {
            (action, expression(resource), _text_of(statement.conditions, expression))
            for statement in statements
            for resource in statement.resources
            for action in statement.actions
        }
    )


def _text_of(conditions: Conditions, expression: Callable[[str], str]) -> str:
    by_operator = {
        operator: {key: expression(value) for key, value in by_key.items()}
        for operator, by_key in conditions.items()
    }
    return json.dumps(by_operator, sort_keys=True)


def _one_or_many(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
