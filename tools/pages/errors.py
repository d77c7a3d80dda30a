"""The page of error messages: what actually happens with each piece of code in a template."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from cdktf import App, TerraformIterator, TerraformStack, TerraformVariable
from cdktf_cdktf_provider_aws.data_aws_sqs_queue import DataAwsSqsQueue
from cdktf_cdktf_provider_aws.iam_role import IamRole, IamRoleInlinePolicy
from cdktf_cdktf_provider_aws.iam_role_policies_exclusive import IamRolePoliciesExclusive
from cdktf_cdktf_provider_aws.lambda_alias import LambdaAlias
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.lambda_function_url import LambdaFunctionUrl
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue

import constructs_eic
from constructs_eic import EventInvokeConfigError, records_policy, redriver_policy
from constructs_eic.checks import AsyncChecks, Rule, RuleError, Suppression, check
from constructs_eic.records import Selection, redrive, redrive_with

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEMPLATE = Path(__file__).with_name("errors.md")
_CASE = re.compile(r"^```py\n(.*?)^```\n", re.DOTALL | re.MULTILINE)


def render() -> str:
    """The template, with the reasons and messages of each piece of code that it has."""
    return _CASE.sub(lambda case: "\n".join(_entries(case[1])), _TEMPLATE.read_text("utf-8"))


def _entries(code: str) -> Iterator[str]:
    with TemporaryDirectory() as folder, chdir(folder):
        messages = list(_refusals(code))
    if not messages:
        raise SystemExit(f"this is not refused:\n{code}")
    for reason, message in messages:
        title, text = (each.replace(f"{folder}/", "") for each in (reason, message))
        yield f"### {_escaped(title)}\n\n```py\n{code}```\n\n```text\n{text}\n```\n"


def _refusals(code: str) -> Iterator[tuple[str, str]]:
    """The reason and message for all that is wrong with the code, at synthesis, too, or that it is warned of."""
    names = _names()
    try:
        exec(code, names)  # noqa: S102 - our own template
    except EventInvokeConfigError as error:
        for problem in error.problems:
            yield problem.reason, str(problem)
    except (AttributeError, RuleError, TypeError, ValueError) as error:
        yield str(error).partition("; ")[0], str(error)
    else:
        constructs = cast("App", names["app"]).node.find_all()
        for message in (each for construct in constructs for each in construct.node.validate()):
            yield message.partition(": ")[2].partition("; ")[0], message
        for construct in constructs:
            for each in construct.node.metadata:
                if each.type == "@cdktf/warn":
                    message = str(each.data)
                    yield message.rpartition(": ")[0], f"WARNING [{construct.node.path}]: {message}"


@contextmanager
def chdir(folder: str) -> Iterator[None]:
    """Work in a folder temporarily."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _names() -> dict[str, object]:
    app = App()
    stack = TerraformStack(app, "orders")
    AwsProvider(stack, "aws", region="eu-west-1")
    role = IamRole(stack, "role", name="orders", assume_role_policy="{}")
    function = LambdaFunction(
        stack,
        "function",
        function_name="orders",
        role=role.arn,
        package_type="Image",
        image_uri="orders",
    )
    queue = SqsQueue(stack, "queue")
    return {
        **{name: getattr(constructs_eic, name) for name in constructs_eic.__all__},
        **_IMPORTED,
        "app": app,
        "stack": stack,
        "role": role,
        "function": function,
        "queue": queue,
    }


_IMPORTED = {
    each.__name__: each
    for each in (
        AsyncChecks,
        AwsProvider,
        DataAwsSqsQueue,
        IamRole,
        IamRoleInlinePolicy,
        IamRolePoliciesExclusive,
        LambdaAlias,
        LambdaFunction,
        LambdaFunctionUrl,
        SqsQueue,
        TerraformStack,
        Path,
        Selection,
        Rule,
        Suppression,
        TerraformIterator,
        TerraformVariable,
        check,
        records_policy,
        redrive,
        redrive_with,
        redriver_policy,
        timedelta,
    )
}


def _escaped(text: str) -> str:
    """`text` with Markdown's special characters escaped."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)
