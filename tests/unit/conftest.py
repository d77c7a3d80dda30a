"""A stack to build in, and its JSON to inspect."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.framework import (
    App,
    AwsProvider,
    IamRole,
    LambdaFunction,
    TerraformElement,
    TerraformStack,
    Testing,
)

if TYPE_CHECKING:
    from constructs import Construct

CONFIG = "aws_lambda_function_event_invoke_config"
POLICY = "aws_iam_role_policy"


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def stack(app: App) -> TerraformStack:
    return stack_in(app, "stack")


def stack_in(app: App, id_: str) -> TerraformStack:
    stack = TerraformStack(app, id_)
    AwsProvider(stack, "aws", region="us-east-1")
    return stack


@pytest.fixture
def function(stack: TerraformStack) -> LambdaFunction:
    return function_in(stack, "function")


def function_in(scope: Construct, id_: str, **arguments: Any) -> LambdaFunction:
    """A function named like its id, with its own role."""
    role = IamRole(scope, f"{id_}-role", assume_role_policy="{}")
    given = {"function_name": id_, "role": role.arn, **arguments}
    return LambdaFunction(scope, id_, **given)


def whole(stack: TerraformStack) -> dict[str, Any]:
    """The stack's JSON."""
    document: dict[str, Any] = json.loads(Testing.synth(stack))
    return document


def synthesized(stack: TerraformStack) -> dict[str, Any]:
    """The stack's JSON, without what differs between the lines of the AWS provider."""
    document = whole(stack)
    for line_dependent in ("terraform", "provider"):
        document.pop(line_dependent, None)
    return without_message_size(document)


def without_message_size(document: dict[str, Any]) -> dict[str, Any]:
    """A stack's JSON without the only argument of ours that requires AWS provider v6."""
    for queue in document.get("resource", {}).get("aws_sqs_queue", {}).values():
        queue.pop("max_message_size", None)
    return document


def validate(stack: TerraformStack) -> None:
    """Synthesize as an app does, which fails if a validation finds something."""
    Testing.synth(stack, True)


def only(stack: TerraformStack, resource_type: str, kind: str = "resource") -> dict[str, Any]:
    """The arguments of the only resource of a type in the stack."""
    (arguments,) = synthesized(stack).get(kind, {}).get(resource_type, {}).values()
    return dict(arguments)


def config_of(stack: TerraformStack) -> dict[str, Any]:
    return only(stack, CONFIG)


def statements_of(stack: TerraformStack) -> list[dict[str, Any]]:
    """The statements of the only policy in the stack."""
    statements: list[dict[str, Any]] = document(only(stack, POLICY)["policy"])["Statement"]
    return statements


def document(text: str) -> dict[str, Any]:
    """The JSON that Terraform makes from `text`, with each expression in the place of its value.

    Terraform refuses an escaped quote in an expression. `json.loads` alone would undo the escaping.
    """
    escaped = _EXPRESSION.sub(lambda expression: json.dumps(expression[0])[1:-1], text)
    document: dict[str, Any] = json.loads(escaped)
    return document


_EXPRESSION = re.compile(r'\$\{(?:[^{}"]|"[^"]*")*\}')


def has(stack: TerraformStack, resource_type: str, kind: str = "resource") -> bool:
    return resource_type in synthesized(stack).get(kind, {})


def address(element: TerraformElement) -> str:
    """A resource's address, as it is written in references to it."""
    return f"{element.terraform_resource_type}.{element.friendly_unique_id}"  # type: ignore[attr-defined]
