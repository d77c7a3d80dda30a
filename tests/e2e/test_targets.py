"""However the function and its qualifier are named, Lambda keeps the configuration for exactly these."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig, LambdaDestination
from tests.e2e.base import new_function
from tests.e2e.cloud import ASSUMED_BY_LAMBDA, Function
from tests.e2e.terraform import CONFIGURATION
from tests.framework import (
    DataAwsLambdaAlias,
    DataAwsLambdaFunction,
    IamRole,
    LambdaAlias,
    TerraformHclModule,
    TerraformStack,
    TerraformVariable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.e2e.base import Base
    from tests.e2e.cloud import Aws
    from tests.e2e.terraform import Workspace
    from tests.framework import TerraformStack


@dataclass(frozen=True)
class Target:
    """Arguments that name a target, and their results.

    Attributes:
        arguments: `function=` and `qualifier=`, given a stack and a function.
        kept: The qualifier that Lambda keeps the configuration for.
        function_name: `function_name` in Terraform's state.
        qualifier: `qualifier` there.
    """

    arguments: Callable[[TerraformStack, Function], dict[str, Any]]
    kept: str
    function_name: Callable[[Function], str] = lambda function: function.name
    qualifier: str = ""


def _arn(function: Function) -> str:
    return function.arn


TARGETS: Mapping[str, Target] = {
    "name": Target(lambda _, f: {"function": f.name}, "$LATEST"),
    "name-and-latest": Target(
        lambda _, f: {"function": f.name, "qualifier": "$LATEST"}, "$LATEST", qualifier="$LATEST"
    ),
    "name-and-version": Target(
        lambda _, f: {"function": f.name, "qualifier": "1"}, "1", qualifier="1"
    ),
    "name-and-alias": Target(
        lambda _, f: {"function": f.name, "qualifier": "live"}, "live", qualifier="live"
    ),
    "qualified-name": Target(lambda _, f: {"function": f"{f.name}:live"}, "live", qualifier="live"),
    "arn": Target(lambda _, f: {"function": f.arn}, "$LATEST", _arn),
    "arn-and-version": Target(
        lambda _, f: {"function": f.arn, "qualifier": "1"}, "1", _arn, qualifier="1"
    ),
    "qualified-arn": Target(
        lambda _, f: {"function": f"{f.arn}:live"}, "live", _arn, qualifier="live"
    ),
    "data-source": Target(
        lambda stack, f: {
            "function": DataAwsLambdaFunction(stack, "data-of-name", function_name=f.name)
        },
        "$LATEST",
    ),
    "data-source-of-an-alias": Target(
        lambda stack, f: {
            "function": DataAwsLambdaAlias(stack, "alias", function_name=f.name, name="live")
        },
        "live",
        qualifier="live",
    ),
}


PUBLISHED = {
    "variable": {"arn": {"type": "string"}},
    "output": {
        "arn": {"value": "${var.arn}:1"},
        "name": {"value": '${element(split(":", var.arn), 6)}:canary'},
    },
}


@pytest.fixture(scope="module")
def functions(aws: Aws) -> Mapping[str, Function]:
    return {name: aws.new_function() for name in TARGETS}


@pytest.fixture(scope="module")
def state(
    new_workspace: Callable[[], Workspace], functions: Mapping[str, Function], base: Base
) -> dict[str, Any]:
    """The state by the configurations' ids, after all of `TARGETS` were applied in one stack."""

    def build(stack: TerraformStack) -> None:
        for age, (name, target) in enumerate(TARGETS.items(), start=60):
            EventInvokeConfig(
                stack,
                f"to-{name}",
                **target.arguments(stack, functions[name]),
                on_failure=base.queue_arn,
                maximum_event_age_in_seconds=age,
            )

    workspace = new_workspace()
    workspace.converge(build)
    return {
        address.rpartition("_")[0]: values
        for address, values in workspace.state().items()
        if address.startswith(CONFIGURATION)
    }


@pytest.mark.parametrize("name", TARGETS)
def test_the_configuration_is_for_the_function_and_qualifier_named(
    aws: Aws, state: Mapping[str, Any], functions: Mapping[str, Function], base: Base, name: str
) -> None:
    target, function = TARGETS[name], functions[name]
    values = state[f"{CONFIGURATION}.to-{name}"]
    age = list(TARGETS).index(name) + 60

    assert values["function_name"] == target.function_name(function)
    assert values["qualifier"] == target.qualifier
    assert aws.configurations(function.name) == {
        target.kept: {"age": age, "retries": 2, "on_failure": base.queue_arn, "on_success": None}
    }
    assert aws.decision(function.role_arn, "sqs:SendMessage", base.queue_arn) == "allowed"


def test_a_function_and_an_alias_of_the_app_are_configured_once_they_exist(
    aws: Aws, workspace: Workspace, base: Base, code: Path
) -> None:
    def build(stack: TerraformStack) -> None:
        role = IamRole(stack, "role", name="in-app", assume_role_policy=ASSUMED_BY_LAMBDA)
        function = new_function(stack, "in-app", role=role, code=code)
        alias = LambdaAlias(
            stack,
            "stable",
            name="stable",
            function_name=function.function_name,
            function_version=function.version,
        )
        EventInvokeConfig(stack, "of-function", function=function, maximum_retry_attempts=0)
        EventInvokeConfig(stack, "of-alias", function=alias, on_failure=base.queue_arn)
        EventInvokeConfig(
            stack,
            "of-version",
            function=function,
            qualifier=function.version,
            on_failure=base.topic_arn,
            maximum_retry_attempts=1,
        )

    workspace.converge(build)

    configurations = aws.configurations("in-app")
    assert {name: each["retries"] for name, each in configurations.items()} == {
        "$LATEST": 0,
        "stable": 2,
        "1": 1,
    }
    assert configurations["stable"]["on_failure"] == base.queue_arn
    assert configurations["1"]["on_failure"] == base.topic_arn
    assert len(aws.inline_policies("in-app")) == 2


def test_a_function_of_the_stack_is_configured_by_its_name_once_it_exists(
    aws: Aws, workspace: Workspace, base: Base, code: Path
) -> None:
    def build(stack: TerraformStack) -> None:
        stage = TerraformVariable(stack, "stage", type="string", default="test").string_value
        role = IamRole(stack, "role", name="by-name", assume_role_policy=ASSUMED_BY_LAMBDA)
        EventInvokeConfig(stack, "of-name", function="by-name", on_failure=base.queue_arn)
        EventInvokeConfig(stack, "of-text", function=f"{stage}-by-name", on_failure=base.topic_arn)
        new_function(stack, "by-name", role=role, code=code)
        new_function(stack, "of-stage", role=role, code=code).function_name = f"{stage}-by-name"

    workspace.converge(build)

    for name, destination in {"by-name": base.queue_arn, "test-by-name": base.topic_arn}.items():
        assert aws.configurations(name)["$LATEST"]["on_failure"] == destination
    assert len(aws.inline_policies("by-name")) == 2


def test_what_only_terraform_knows_is_taken_apart(
    aws: Aws, workspace: Workspace, function: Function, base: Base, code: Path
) -> None:
    module = workspace.directory / "names"
    module.mkdir(parents=True)
    (module / "main.tf.json").write_text(json.dumps(PUBLISHED))

    def build(stack: TerraformStack) -> None:
        role = IamRole(stack, "role", name="known-late", assume_role_policy=ASSUMED_BY_LAMBDA)
        role.add_override("count", 1)
        many = new_function(stack, "known-late", role=role, code=code)
        many.add_override("count", 1)
        many.add_override("role", "${aws_iam_role.role[0].arn}")
        alias = LambdaAlias(
            stack,
            "live",
            name="live",
            function_name="${aws_lambda_function.known-late[0].arn}",
            function_version="1",
        )
        alias.add_override("for_each", '${toset(["a"])}')
        published = TerraformHclModule(
            stack,
            "published",
            source="./names",
            skip_asset_creation_from_local_modules=True,
            variables={"arn": function.arn},
        )
        given = {
            "of-arn": "${aws_lambda_function.known-late[0].arn}",
            # Not its qualified_arn: the emulator returns it unqualified for a version published on creation.
            "of-alias": '${aws_lambda_alias.live["a"].arn}',
            "of-output": published.get_string("arn"),
            "of-name": published.get_string("name"),
        }
        for retries, (id_, function_like) in enumerate(given.items()):
            EventInvokeConfig(
                stack,
                id_,
                function=function_like,
                on_failure=base.queue_arn,
                on_success=LambdaDestination(base.receiver_arn, response_only=True),
                maximum_event_age_in_seconds=60 + retries,
            )

    workspace.converge(build)

    for name, expected in {
        "known-late": {"$LATEST": 60, "live": 61},
        function.name: {"1": 62, "canary": 63},
    }.items():
        assert {q: each["age"] for q, each in aws.configurations(name).items()} == expected


def test_qualifiers_side_by_side_keep_their_own_values_and_live_apart(
    aws: Aws, workspace: Workspace, function: Function, base: Base
) -> None:
    ages = {"$LATEST": 60, "1": 61, "live": 62, "canary": 63}

    def build(stack: TerraformStack) -> None:
        for qualifier, age in ages.items():
            EventInvokeConfig(
                stack,
                f"of-{qualifier.strip('$')}",
                function=function.name,
                qualifier=qualifier,
                on_failure=base.queue_arn if qualifier == "live" else None,
                maximum_event_age_in_seconds=age,
            )

    workspace.converge(build)
    before = aws.configurations(function.name)
    del ages["live"]
    workspace.converge(build)

    assert {qualifier: each["age"] for qualifier, each in before.items()} == ages | {"live": 62}
    assert [q for q, each in before.items() if each["on_failure"]] == ["live"]
    del before["live"]
    assert aws.configurations(function.name) == before
