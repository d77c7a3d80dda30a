from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfigError, deployer_policy
from constructs_eic._values.arn import partition_of
from constructs_eic.iam.deployer_actions import OPERATIONS
from tests.unit.inventory.lambda_account import run_command

if TYPE_CHECKING:
    from constructs_eic.iam.deployer_actions import Operation
    from constructs_eic.iam.deployer_policy import PolicyDocument, StatementDocument

F = "arn:aws:lambda:eu-west-1:123456789012:function:f"


def _statement(policy: PolicyDocument, sid: str) -> StatementDocument:
    [found] = [statement for statement in policy["Statement"] if statement["Sid"] == sid]
    return found


def _actions(policy: PolicyDocument) -> set[str]:
    return {action for statement in policy["Statement"] for action in statement["Action"]}


@pytest.mark.parametrize(
    ("operation", "actions"),
    [
        ("create", {"PutFunctionEventInvokeConfig", "GetFunctionEventInvokeConfig"}),
        ("read", {"GetFunctionEventInvokeConfig"}),
        (
            "update",
            {
                "PutFunctionEventInvokeConfig",
                "UpdateFunctionEventInvokeConfig",
                "GetFunctionEventInvokeConfig",
            },
        ),
        ("delete", {"DeleteFunctionEventInvokeConfig", "GetFunctionEventInvokeConfig"}),
        ("list", {"ListFunctionEventInvokeConfigs", "ListFunctions"}),
    ],
)
def test_each_operation_has_its_actions(operation: Operation, actions: set[str]) -> None:
    policy = deployer_policy(operations=[operation])

    assert _actions(policy) == {f"lambda:{action}" for action in actions}


def test_all_operations_by_default_each_in_a_statement_of_its_own() -> None:
    policy = deployer_policy()

    sids = [statement["Sid"] for statement in policy["Statement"]]
    assert sids == [
        "CreateConfigurations",
        "ReadConfigurations",
        "UpdateConfigurations",
        "DeleteConfigurations",
        "ListConfigurations",
        "ListFunctions",
    ]
    assert policy == deployer_policy(operations=OPERATIONS)


@pytest.mark.parametrize(
    ("function", "resources"),
    [
        ("f", ["arn:aws:lambda:*:*:function:f", "arn:aws:lambda:*:*:function:f:*"]),
        ("f:live", ["arn:aws:lambda:*:*:function:f", "arn:aws:lambda:*:*:function:f:live"]),
        ("orders-*", ["arn:aws:lambda:*:*:function:orders-*"]),
        ("f?", ["arn:aws:lambda:*:*:function:f?", "arn:aws:lambda:*:*:function:f?:*"]),
        (F, [F, f"{F}:*"]),
        (f"{F}:live", [F, f"{F}:live"]),
        (f"{F}-*", [f"{F}-*"]),
    ],
)
def test_functions_scope_the_statements(function: str, resources: list[str]) -> None:
    policy = deployer_policy(functions=[function, function], operations=["read"])

    assert policy["Statement"][0]["Resource"] == resources


def test_names_are_placed_in_region_account_and_partition() -> None:
    policy = deployer_policy(
        functions=["f"],
        roles=["path/r"],
        operations=["read"],
        region="cn-north-1",
        account="123456789012",
        partition="aws-cn",
    )

    assert _statement(policy, "ReadConfigurations")["Resource"][0] == (
        "arn:aws-cn:lambda:cn-north-1:123456789012:function:f"
    )
    assert _statement(policy, "ReadRolePolicies")["Resource"] == [
        "arn:aws-cn:iam::123456789012:role/path/r"
    ]


@pytest.mark.parametrize(
    ("role", "resource"),
    [
        ("orders-*", "arn:aws:iam::123456789012:role/orders-*"),
        ("service/app-?", "arn:aws:iam::123456789012:role/service/app-?"),
        ("*", "arn:aws:iam::123456789012:role/*"),
        ("arn:aws:iam::999999999999:role/app-*", "arn:aws:iam::999999999999:role/app-*"),
        ("arn:aws:iam::*:role/app", "arn:aws:iam::*:role/app"),
    ],
)
def test_roles_are_named_by_patterns_too(role: str, resource: str) -> None:
    policy = deployer_policy(roles=[role], operations=["create"], account="123456789012")

    assert _statement(policy, "CreateRolePolicies")["Resource"] == [resource]


def test_a_response_chain_has_a_queue_with_a_policy() -> None:
    policy = deployer_policy(response_functions=[F], operations=["create"])

    assert _statement(policy, "CreateQueues")["Action"] == ["sqs:CreateQueue", "sqs:TagQueue"]
    assert _statement(policy, "CreateQueuePolicies")["Action"] == ["sqs:SetQueueAttributes"]


def test_alarms_are_allowed_as_alarms() -> None:
    policy = deployer_policy(
        creates=["alarm"], operations=["delete"], region="eu-west-1", account="123456789012"
    )

    statement = _statement(policy, "DeleteAlarms")
    assert statement["Action"] == ["cloudwatch:DeleteAlarms"]
    assert statement["Resource"] == ["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:*"]


def test_what_the_construct_makes_is_allowed_on_request_alone() -> None:
    assert {action.split(":")[0] for action in _actions(deployer_policy())} == {"lambda"}

    policy = deployer_policy(
        roles=["arn:aws:iam::123456789012:role/r"],
        creates=["topic", "queue"],
        response_functions=[F],
        looks_up_function=True,
    )

    assert _statement(policy, "CreateQueues")["Action"] == ["sqs:CreateQueue", "sqs:TagQueue"]
    assert _statement(policy, "DeleteTopics")["Action"] == ["sns:DeleteTopic"]
    assert _statement(policy, "DeleteRolePolicies")["Resource"] == [
        "arn:aws:iam::123456789012:role/r"
    ]
    assert "lambda:GetFunction" in _statement(policy, "ReadFunctionData")["Action"]
    assert _statement(policy, "ReadDefaultBus")["Action"] == ["events:DescribeEventBus"]
    permission = _statement(policy, "CreateRulePermissions")
    assert permission["Resource"] == [F, f"{F}:*"]
    assert permission["Condition"] == {"StringEquals": {"lambda:Principal": "events.amazonaws.com"}}
    sids = [statement["Sid"] for statement in policy["Statement"]]
    assert len(sids) == len(set(sids))
    assert all(sid.isalnum() for sid in sids)


def test_every_argument_that_names_nothing_is_reported() -> None:
    with pytest.raises(EventInvokeConfigError) as caught:
        deployer_policy(
            functions=["a:b:c", "fine", "é"],
            roles=["no role"],
            region="Frankfurt",
            account="12",
            partition="azure",
        )

    assert [problem.argument for problem in caught.value.problems] == [
        "region",
        "account",
        "partition",
        "functions",
        "functions",
        "roles",
    ]


def test_a_text_for_a_list_and_an_unknown_choice_are_refused() -> None:
    wrong: Any = {"functions": "send", "roles": "role", "operations": ["drop"], "creates": "queue"}
    with pytest.raises(EventInvokeConfigError) as refused:
        deployer_policy(**wrong)

    assert sorted((each.argument, each.fix) for each in refused.value.problems) == [
        ("creates", "give ['queue']"),
        ("functions", "give ['send']"),
        ("operations", "give some of create, read, update, delete, list"),
        ("roles", "give ['role']"),
    ]


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("*", "aws"),
        ("eu-west-1", "aws"),
        ("us-gov-west-1", "aws-us-gov"),
        ("cn-north-1", "aws-cn"),
        ("eusc-de-east-1", "aws-eusc"),
        ("us-isob-east-1", "aws-iso-b"),
    ],
)
def test_a_region_tells_its_partition(region: str, partition: str) -> None:
    assert partition_of(region) == partition
    [resource, _] = deployer_policy(functions=["f"], region=region)["Statement"][0]["Resource"]
    assert resource == f"arn:{partition}:lambda:{region}:*:function:f"


def test_the_command_writes_what_the_function_returns() -> None:
    done = run_command(
        "permissions",
        *("--function", "f", "--function", "orders-*", "--operation", "create"),
        *("--role", "r", "--role", "app-*", "--creates", "queue", "--response-function", "next"),
        *("--redriver", "send-back"),
        *("--looks-up-function", "--default-bus", "--region", "cn-north-1"),
        environment={},
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == deployer_policy(
        functions=["f", "orders-*"],
        operations=["create"],
        roles=["r", "app-*"],
        creates=["queue"],
        response_functions=["next"],
        redrivers=["send-back"],
        looks_up_function=True,
        default_bus=True,
        region="cn-north-1",
        partition="aws-cn",
    )


def test_what_a_redriver_deploys() -> None:
    policy = deployer_policy(redrivers=["send-back"], region="eu-west-1", account="123456789012")

    function = "arn:aws:lambda:eu-west-1:123456789012:function:send-back"
    role = "arn:aws:iam::123456789012:role/send-back-*"
    group = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/send-back"
    mappings = "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:*"
    resources = {
        each["Sid"]: each["Resource"]
        for each in policy["Statement"]
        if each["Sid"].startswith("Create")
    }
    assert resources == {
        "CreateConfigurations": [
            "arn:aws:lambda:eu-west-1:123456789012:function:*",
        ],
        "CreateForwarders": [function],
        "CreateForwarderRoles": [role],
        "CreatePassForwarderRoles": [role],
        "CreateForwarderLogs": [group, f"{group}:*"],
        "CreateNewMappings": ["*"],
        "CreateMappingTags": [mappings],
    }
    assert _statement(policy, "CreatePassForwarderRoles")["Condition"] == {
        "StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}
    }
    for sid in ("CreateNewMappings", "DeleteMappings"):
        assert _statement(policy, sid)["Condition"] == {
            "ArnLike": {"lambda:FunctionArn": [function]}
        }


def test_a_redriver_that_is_only_read() -> None:
    policy = deployer_policy(redrivers=["send-back"], operations=["read"])

    verbs = {
        action.partition(":")[2].rstrip("abcdefghijklmnopqrstuvwxyz") for action in _actions(policy)
    }
    assert {each[:3] for each in verbs} <= {"Get", "Lis", "Des"}


@pytest.mark.parametrize(
    ("redriver", "role"),
    [
        ("orders-*", "orders-*"),
        ("*", "*"),
        ("x" * 60, f"{'x' * 37}-*"),
        (f"{'x' * 40}-?", f"{'x' * 37}-*"),
    ],
)
def test_the_role_of_a_redriver_by_a_pattern_or_a_long_name(redriver: str, role: str) -> None:
    policy = deployer_policy(redrivers=[redriver], account="123456789012")

    assert _statement(policy, "CreateForwarderRoles")["Resource"] == [
        f"arn:aws:iam::123456789012:role/{role}"
    ]


def test_a_redriver_with_a_qualifier() -> None:
    with pytest.raises(EventInvokeConfigError, match=r"redrivers=.*one version or alias"):
        deployer_policy(redrivers=["send-back:live"])
