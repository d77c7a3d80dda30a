"""What can go wrong, as a user sees it; `docs/troubleshooting.md` says what to do in each case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from constructs_eic import EventInvokeConfig, EventInvokeConfigError, SnsDestination
from tests.e2e.base import new_function
from tests.e2e.cloud import ASSUMED_BY_LAMBDA, Aws
from tests.e2e.conftest import OF_ANOTHER_ACCOUNT
from tests.e2e.mortal import mortal_emulator
from tests.e2e.terraform import CONFIGURATION, POLICY
from tests.framework import App, DataAwsSqsQueue, IamRole, TerraformStack
from tools.proxy import proxy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.base import Base
    from tests.e2e.cloud import Function
    from tests.e2e.conftest import SlowApply
    from tests.e2e.terraform import Build, Workspace
    from tools.proxy import Answer, Forward, Request

# By default, the provider retries 25 times, at growing intervals. The emulator may lose one connection.
IMPATIENT = {"max_retries": 3}


def is_configuration(request: Request) -> bool:
    return request.method == "PUT" and "/event-invoke-config" in request.path


def is_policy(request: Request) -> bool:
    return b"Action=PutRolePolicy" in request.body


def test_an_emulator_killed_during_an_apply_is_filled_by_the_next_one_and_nothing_is_doubled(
    workspace: Workspace, code: Path
) -> None:
    def build(stack: TerraformStack) -> None:
        role = IamRole(stack, "role", name="role", assume_role_policy=ASSUMED_BY_LAMBDA)
        function = new_function(stack, "function", role=role, code=code)
        EventInvokeConfig(stack, "async", function=function, on_failure=SnsDestination())

    with mortal_emulator() as emulator:

        def kill_before_the_configuration(request: Request, forward: Forward) -> Answer | None:
            if is_configuration(request):
                emulator.kill()
            return forward(request)

        with proxy(emulator.url, kill_before_the_configuration) as url:
            environment = {**workspace.environment, "AWS_ENDPOINT_URL": url}
            interrupted = replace(workspace, environment=environment, provider=IMPATIENT)
            interrupted.write(build)
            failed = interrupted.try_apply()
            assert len(failed.errors) == 1
            assert ("complete", "create", POLICY) in failed.steps
            assert ("complete", "create", CONFIGURATION) not in failed.steps

        emulator.start()
        environment = {**workspace.environment, "AWS_ENDPOINT_URL": emulator.url}
        replace(workspace, environment=environment, lock=workspace.lock_file).converge(build)

        aws = Aws(environment)
        assert set(aws.configurations("function")) == {"$LATEST"}
        assert len(aws.inline_policies("role")) == 1
        assert len(aws.client("sns").list_topics()["Topics"]) == 1
        assert len(aws.iam.list_roles()["Roles"]) == 1


def test_a_connection_lost_after_the_configuration_was_put_doubles_nothing(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    def build(stack: TerraformStack) -> None:
        EventInvokeConfig(stack, "async", function=function.name, on_failure=base.queue_arn)

    is_lost = False

    def lose_the_connection(request: Request, forward: Forward) -> Answer | None:
        nonlocal is_lost
        answer = None if is_lost else forward(request)
        is_lost = is_lost or is_configuration(request)
        return None if is_lost else answer

    with proxy(aws.environment["AWS_ENDPOINT_URL"], lose_the_connection) as url:
        environment = {**workspace.environment, "AWS_ENDPOINT_URL": url}
        interrupted = replace(workspace, environment=environment, provider=IMPATIENT)
        interrupted.write(build)
        assert interrupted.try_apply().errors
    workspace.converge(build)

    assert set(aws.configurations(function.name)) == {"$LATEST"}
    assert len(aws.inline_policies(function.role_name)) == 1


def test_a_connection_lost_for_a_moment_is_not_noticed_and_doubles_nothing(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    def build(stack: TerraformStack) -> None:
        EventInvokeConfig(stack, "async", function=function.name, on_failure=base.queue_arn)

    lost = []

    def lose_the_first_answer(request: Request, forward: Forward) -> Answer | None:
        answer = forward(request)
        for is_one in (is_policy, is_configuration):
            if is_one(request) and is_one not in lost:
                lost.append(is_one)
                return None
        return answer

    with proxy(aws.environment["AWS_ENDPOINT_URL"], lose_the_first_answer) as url:
        environment = {**workspace.environment, "AWS_ENDPOINT_URL": url}
        replace(workspace, environment=environment).converge(build)

    assert lost == [is_policy, is_configuration]
    assert set(aws.configurations(function.name)) == {"$LATEST"}
    assert len(aws.inline_policies(function.role_name)) == 1


def test_a_function_that_does_not_exist_is_named_by_the_plan_where_its_role_is_looked_up(
    workspace: Workspace, base: Base
) -> None:
    workspace.write(
        lambda stack: EventInvokeConfig(
            stack, "async", function="absent", on_failure=base.queue_arn
        )
    )

    (error,) = workspace.try_plan().errors
    assert "reading Lambda Function (absent)" in error
    assert "ResourceNotFoundException" in error


def test_a_function_that_does_not_exist_is_named_by_the_apply_where_nothing_is_looked_up(
    workspace: Workspace,
) -> None:
    workspace.write(
        lambda stack: EventInvokeConfig(stack, "async", function="absent", maximum_retry_attempts=0)
    )

    (error,) = workspace.try_apply().errors
    assert "creating Lambda Function Event Invoke Config (absent)" in error
    assert "ResourceNotFoundException" in error


def test_a_queue_that_does_not_exist_is_named_by_the_plan_where_it_is_a_data_source(
    workspace: Workspace, function: Function
) -> None:
    def build(stack: TerraformStack) -> None:
        queue = DataAwsSqsQueue(stack, "queue", name="absent")
        EventInvokeConfig(stack, "async", function=function.name, on_failure=queue)

    workspace.write(build)

    (error,) = workspace.try_plan().errors
    assert "reading SQS Queue (absent)" in error


def test_a_queue_that_lambda_cannot_reach_is_refused_with_its_arn(refused: SlowApply) -> None:
    # MiniStack refuses the ARN of another account; AWS reports the same for a queue that does not exist and for a
    # role that may not send to it.
    run = refused.finished()
    (error,) = run.errors

    assert "InvalidParameterValueException" in error
    assert f"The destination ARN {OF_ANOTHER_ACCOUNT} is invalid." in error
    assert ("complete", "create", POLICY) in run.steps


def test_two_stacks_of_one_app_cannot_claim_one_target(function: Function, scratch: Path) -> None:
    app = App(outdir=str(scratch / "claims"))
    first, second = (TerraformStack(app, name) for name in ("first", "second"))
    EventInvokeConfig(first, "async", function=function.arn)

    with pytest.raises(EventInvokeConfigError, match=r"second/async.*first/async"):
        EventInvokeConfig(second, "async", function=function.arn, qualifier="$LATEST")


def test_two_apps_that_claim_one_target_undo_each_other_and_the_plan_shows_it(
    aws: Aws, new_workspace: Callable[[], Workspace], function: Function
) -> None:
    def claiming(retries: int) -> Build:
        return lambda stack: EventInvokeConfig(
            stack, "async", function=function.name, maximum_retry_attempts=retries
        )

    first, second = new_workspace(), new_workspace()
    first.write(claiming(0))
    first.apply()
    second.write(claiming(1))

    assert second.apply().planned == {CONFIGURATION: "create"}
    assert aws.configurations(function.name)["$LATEST"]["retries"] == 1
    plan = first.plan()
    assert plan.drifted == {CONFIGURATION: "update"}
    assert plan.planned == {CONFIGURATION: "update"}

    second.destroy()
    assert aws.configurations(function.name) == {}
    assert first.plan().planned == {CONFIGURATION: "create"}
