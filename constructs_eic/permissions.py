"""Least privilege: statements gathered into one policy document.

Source: "IAM JSON policy elements reference" in the AWS Identity and Access Management User Guide.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Statement:
    """Permission for some actions on some resources.

    Example:
        >>> Statement(("sqs:SendMessage",), ("arn:aws:sqs:us-east-1:123456789012:dlq",)).resources
        ('arn:aws:sqs:us-east-1:123456789012:dlq',)
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...]


def policy_document(statements: Iterable[Statement]) -> str:
    """The statements as JSON: merged, in the order in which their resources were first mentioned.

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
            }
            for statement in merged(statements)
        ],
    }
    return json.dumps(document, separators=(",", ":"))


def merged(statements: Iterable[Statement]) -> list[Statement]:
    """The same permissions, each once, in one statement for each set of actions."""
    actions_on: dict[str, set[str]] = {}
    for statement in statements:
        for resource in statement.resources:
            actions_on.setdefault(resource, set()).update(statement.actions)
    resources_for: dict[tuple[str, ...], list[str]] = {}
    for resource, actions in actions_on.items():
        resources_for.setdefault(tuple(sorted(actions)), []).append(resource)
    return [Statement(actions, tuple(resources)) for actions, resources in resources_for.items()]


def _one_or_many(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
