"""An existing configuration is taken over: one to import and nothing else, then no changes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constructs_eic import EventInvokeConfig
from tools.proxy import proxy

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.e2e.base import Base
    from tests.e2e.cloud import Aws, Function
    from tests.e2e.terraform import Workspace
    from tests.framework import TerraformStack
    from tools.proxy import Answer, Forward, Request

IMPORTED_ALONE = {"add": 0, "change": 0, "import": 1, "remove": 0}

FORMS: dict[str, Callable[[Function], str]] = {
    "name": lambda function: function.name,
    "name:qualifier": lambda function: f"{function.name}:live",
    "arn": lambda function: function.arn,
    "qualified arn": lambda function: f"{function.arn}:live",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_configuration_made_by_hand_is_imported_without_a_change(
    aws: Aws, workspace: Workspace, function: Function, base: Base, form: str
) -> None:
    import_id = FORMS[form](function)
    qualifier = "live" if import_id.endswith(":live") else "$LATEST"
    aws.lambda_.put_function_event_invoke_config(
        FunctionName=function.name,
        **({"Qualifier": "live"} if qualifier == "live" else {}),
        MaximumEventAgeInSeconds=3600,
        MaximumRetryAttempts=0,
        DestinationConfig={
            "OnFailure": {"Destination": base.queue_arn},
            "OnSuccess": {"Destination": base.topic_arn},
        },
    )
    made = aws.configurations(function.name)

    def build(stack: TerraformStack) -> None:
        config = EventInvokeConfig(
            stack,
            "async",
            function=import_id,
            on_failure=base.queue_arn,
            on_success=base.topic_arn,
            maximum_event_age_in_seconds=3600,
            maximum_retry_attempts=0,
            grant_permissions=False,  # its role already has them, because it delivers
        )
        config.import_from(import_id)

    workspace.write(build)

    assert workspace.plan().summary == IMPORTED_ALONE
    workspace.apply()
    assert workspace.plan().is_empty
    assert aws.configurations(function.name) == made


def test_limits_that_were_never_set_stay_so(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    aws.lambda_.put_function_event_invoke_config(
        FunctionName=function.name,
        DestinationConfig={"OnFailure": {"Destination": base.queue_arn}},
    )

    def build(stack: TerraformStack) -> None:
        EventInvokeConfig(
            stack,
            "async",
            function=function.name,
            on_failure=base.queue_arn,
            maximum_event_age_in_seconds=None,
            maximum_retry_attempts=None,
            grant_permissions=False,
        ).import_from()

    with proxy(aws.environment["AWS_ENDPOINT_URL"], without_limits) as url:
        adopting = replace(
            workspace, environment={**workspace.environment, "AWS_ENDPOINT_URL": url}
        )
        adopting.write(build)

        assert adopting.plan().summary == IMPORTED_ALONE
        adopting.apply()
        assert adopting.plan().is_empty


def without_limits(request: Request, forward: Forward) -> Answer:
    """Leave out limits that nobody set, as AWS does; MiniStack answers with their defaults."""
    answer = forward(request)
    if request.method == "GET" and "/event-invoke-config" in request.path:
        configuration = json.loads(answer.body)
        for limit in ("MaximumRetryAttempts", "MaximumEventAgeInSeconds"):
            configuration.pop(limit, None)
        answer.body = json.dumps(configuration).encode()
    return answer
