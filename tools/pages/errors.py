"""The page of error messages, from running code that is refused."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from cdktf import App, TerraformStack, TerraformVariable
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.lambda_alias import LambdaAlias
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.lambda_function_url import LambdaFunctionUrl
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue

import constructs_eic
from constructs_eic import EventInvokeConfigError
from constructs_eic.records import records_policy
from tools.pages.refusals import REFUSALS

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
# Error messages

A configuration that cannot work raises `EventInvokeConfigError` when it is constructed. Its message has one line for
each problem: the construct path, the argument and its value, the reason, and the fix.

```text
orders/async: maximum_retry_attempts=3: Lambda retries a failed asynchronous invocation 0 to 2 times; give a whole …
└ path        └ argument and value     └ reason                                                     └ fix
```

Each entry below has the reason as its title, code that raises it, and the message. In the code, `stack` is a stack with
an `AwsProvider`, `function` a `LambdaFunction`, `queue` an `SqsQueue`, and `role` an `IamRole`.

Errors that Terraform or AWS report are in [Troubleshooting](troubleshooting.md).
"""


def render() -> str:
    """The page."""
    return "\n".join([_HEAD, *(_section(title, codes) for title, codes in REFUSALS.items())])


def _section(title: str, codes: list[str]) -> str:
    return "\n".join([f"## {title}\n", *(entry for code in codes for entry in _entries(code))])


def _entries(code: str) -> Iterator[str]:
    try:
        exec(code, _names())  # noqa: S102 - our own cases
    except EventInvokeConfigError as error:
        for problem in error.problems:
            yield _entry(problem.reason, code, str(problem))
    except AttributeError as error:
        yield _entry(str(error).partition(";")[0], code, str(error))
    else:
        raise AssertionError(f"this is not refused: {code}")


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
        AwsProvider,
        IamRole,
        LambdaAlias,
        LambdaFunction,
        LambdaFunctionUrl,
        SqsQueue,
        TerraformStack,
        TerraformVariable,
        records_policy,
        timedelta,
    )
}


def _entry(title: str, code: str, message: str) -> str:
    return f"### {_escaped(title)}\n\n```py\n{code}\n```\n\n```text\n{message}\n```\n"


def _escaped(text: str) -> str:
    """`text` with what Markdown would read as its own."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)
