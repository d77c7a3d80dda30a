"""Text around Terraform's expressions is a template that Terraform can read: `terraform validate`, no cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_eic import EventInvokeConfig, LambdaDestination, S3Destination, SqsDestination
from tests.e2e.terraform import Workspace
from tests.framework import Fn, LambdaFunction, S3Bucket, SqsQueue, TerraformVariable, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.framework import TerraformStack
    from tools.aws_provider import ProviderSource

QUEUE = '${aws_sqs_queue.failures["a"].arn}'
FUNCTION = '${aws_lambda_function.many["a"].arn}'
NEXT = "arn:aws:lambda:us-east-1:123456789012:function:next"


def _conditional(stack: TerraformStack) -> str:
    variable = TerraformVariable(stack, "chosen", type="string").string_value
    return Token.as_string(Fn.conditional(variable == "", "orders", variable))


CASES: Mapping[str, Callable[[TerraformStack], dict[str, Any]]] = {
    "a-destination-out-of-many": lambda _: {
        "function": "orders",
        "on_failure": SqsDestination(QUEUE),
    },
    "a-function-out-of-many": lambda _: {
        "function": FUNCTION,
        "on_failure": S3Destination("${aws_s3_bucket.archive.arn}"),
    },
    "a-version-out-of-many": lambda _: {
        "function": '${aws_lambda_function.many["b"].qualified_arn}',
        "on_failure": SqsDestination(QUEUE),
    },
    "a-variable": lambda _: {
        "function": "${var.function}",
        "on_failure": S3Destination("${aws_s3_bucket.archive.arn}"),
    },
    "a-member-of-a-map": lambda _: {
        "function": '${var.functions["}"]}:live',
        "on_failure": "arn:aws:sqs:us-east-1:123456789012:failures",
        "on_success": LambdaDestination(NEXT),
    },
    "the-response-of-a-function-out-of-many": lambda _: {
        "function": '${aws_lambda_function.many["c"].qualified_arn}',
        "on_success": LambdaDestination('${var.functions["next"]}', response_only=True),
    },
    "the-response-of-an-encoded-token": lambda stack: {
        "function": _conditional(stack),
        "on_success": LambdaDestination(NEXT, response_only=True),
    },
    "a-role-out-of-many": lambda _: {
        "function": "payments",
        "role": '${var.roles["payments"]}',
        "on_failure": SqsDestination(QUEUE),
    },
}


def test_terraform_reads_what_is_written_around_expressions(
    scratch: Path, terraform_environment: dict[str, str], aws_provider: ProviderSource
) -> None:
    def build(stack: TerraformStack) -> None:
        TerraformVariable(stack, "function", type="string")
        TerraformVariable(stack, "functions", type="map(string)")
        TerraformVariable(stack, "roles", type="map(string)")
        S3Bucket(stack, "archive")
        each = Fn.toset(["a", "b", "c"])
        SqsQueue(stack, "failures").add_override("for_each", each)
        many = LambdaFunction(
            stack,
            "many",
            function_name="${each.key}",
            role="${var.roles[each.key]}",
            package_type="Image",
            image_uri="image",
        )
        many.add_override("for_each", each)
        for id_, case in CASES.items():
            EventInvokeConfig(stack, id_, **case(stack))

    workspace = Workspace(scratch / "validation", terraform_environment, aws_provider)
    workspace.write(build)
    assert workspace.validate() == []
