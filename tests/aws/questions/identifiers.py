"""Which ARN does Lambda answer with, and what is left out of its answer?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.aws.stage import Stage

CREATES = {"function": 1}


def ask(stage: Stage) -> dict[str, Any]:
    """The configuration as it is read back, for each form of the target."""
    function = stage.function("identifiers")
    lambda_ = stage.client("lambda")
    forms: dict[str, dict[str, str]] = {
        "none": {"FunctionName": function.name},
        "$LATEST": {"FunctionName": function.name, "Qualifier": "$LATEST"},
        "version": {"FunctionName": function.name, "Qualifier": "1"},
        "alias": {"FunctionName": f"{function.arn}:live"},
    }
    answers = {}
    for form, target in forms.items():
        lambda_.put_function_event_invoke_config(**target, MaximumRetryAttempts=1)
        answer = lambda_.get_function_event_invoke_config(**target)
        answers[form] = {
            name: value
            for name, value in answer.items()
            if name not in ("LastModified", "ResponseMetadata")
        }
    listed = lambda_.list_function_event_invoke_configs(FunctionName=function.name)
    arns = sorted(each["FunctionArn"] for each in listed["FunctionEventInvokeConfigs"])
    return {"read": answers, "listed": arns}
