"""What the emulator does not keep, from stubs that botocore checks against AWS's models; and hostile policies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import Stubber

from constructs_eic._values.destination_kinds import DESTINATION_KINDS
from constructs_eic.audit.calls import Calls
from constructs_eic.audit.declared import Place
from constructs_eic.audit.destinations import READERS
from constructs_eic.audit.formats import FORMATS
from constructs_eic.audit.invokers import INVOKERS
from constructs_eic.audit.resource_policies import json_of, permissions, policy_of_topic
from constructs_eic.audit.roles import roles
from constructs_eic.audit.unread import UnreadFacts
from constructs_eic.checks._facts.invokers import INVOKED
from constructs_eic.checks._map.building import build
from constructs_eic.inventory.aws import Region
from tests.unit.audit.planted import PlantedAccount, policy
from tests.unit.audit.watched import audited

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.inventory.lambda_account import LambdaAccount

PLACE = Place("eu-west-1", "123456789012")
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:f"


def stubbed(service: str) -> tuple[Calls, Stubber]:
    client: Any = boto3.client(
        service,
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106
    )
    stubber = Stubber(client)
    stubber.activate()
    return Calls(Region("eu-west-1", [], client, lambda _: client), UnreadFacts()), stubber


@pytest.mark.parametrize(
    ("invocation_type", "invoked"), [("FIRE_AND_FORGET", [FUNCTION]), ("REQUEST_RESPONSE", [])]
)
def test_a_pipe_invokes_asynchronously_if_it_says_so(
    invocation_type: str, invoked: list[str]
) -> None:
    calls, stubber = stubbed("pipes")
    arn = "arn:aws:pipes:eu-west-1:123456789012:pipe/p"
    named = {"Name": "p", "Arn": arn, "Target": FUNCTION}
    parameters = {"LambdaFunctionParameters": {"InvocationType": invocation_type}}
    stubber.add_response("list_pipes", {"Pipes": [named]})
    stubber.add_response("describe_pipe", {**named, "TargetParameters": parameters}, {"Name": "p"})
    [pipe] = INVOKERS[3](calls, PLACE)
    assert [function for function, _ in INVOKED[pipe.type](pipe)] == invoked


def test_a_role_has_its_policies_and_its_boundary() -> None:
    calls, stubber = stubbed("iam")
    role = "arn:aws:iam::123456789012:role/team/sender"
    boundary = "arn:aws:iam::123456789012:policy/boundary"
    document = json.dumps(policy(("sqs:SendMessage", "*")))
    stubber.add_response(
        "get_account_authorization_details",
        {
            "RoleDetailList": [
                {
                    "Arn": role,
                    "RoleName": "sender",
                    "RolePolicyList": [{"PolicyName": "send", "PolicyDocument": document}],
                    "PermissionsBoundary": {"PermissionsBoundaryArn": boundary},
                },
                {"Arn": f"{role}-of-others", "RoleName": "sender-of-others"},
            ],
            "Policies": [
                {
                    "Arn": boundary,
                    "PolicyVersionList": [
                        {"Document": "old", "IsDefaultVersion": False},
                        {"Document": document, "IsDefaultVersion": True},
                    ],
                }
            ],
        },
    )
    found = list(roles({role}, calls))
    assert [(each.type, each.address) for each in found] == [
        ("aws_iam_role", role),
        ("aws_iam_role_policy", f"{role}/policy/send"),
        ("aws_iam_policy", boundary),
    ]
    assert found[0].get("permissions_boundary") == boundary
    assert found[2].get("policy") == json.loads(document)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "null",
        "[]",
        "{",
        "[" * 100_000,
        '{"Statement": 1}',
        '{"Statement": [1, null, "x", {}]}',
        '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*"}}',
        '{"Statement": [{"Effect": "Allow", "Principal": {"Service": {}}, "Condition": []}]}',
        '{"Statement": [{"Effect": "Deny", "Principal": {"Service": "s3.amazonaws.com"}}]}',
    ],
)
def test_a_hostile_policy_permits_no_service(written: str) -> None:
    read = json_of(written)
    found = list(permissions(read, FUNCTION, PLACE))
    assert not [each for each in found if each.get("principal") == "s3.amazonaws.com"]
    policy_of_topic(read)


def test_a_text_that_looks_like_an_expression_is_text() -> None:
    text = '{"Statement": [{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "${path.root}", '
    text += '"Principal": {"Service": "s3.amazonaws.com"}, "Sid": "\\ue0000\\ue001"}]}'
    [permission] = permissions(json_of(text), FUNCTION, PLACE)
    assert permission.address == "${path.root}/policy/\ue0000\ue001"


def test_findings_are_suppressed_by_rule_and_arn(
    planted: PlantedAccount, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[tool.constructs-eic.checks]\n"
        'ignore = ["EIC003", "EIC005", "EIC008", "EIC010", "EIC101"]\n'
        "suppress = [\n"
        '  { rule = "EIC001", address = "arn:aws:lambda:*:function:lost*", reason = "a test" },\n'
        '  { rule = "EIC102", address = "arn:aws:lambda:*:function:orphan:blue", reason = "a test" },\n'
        '  { rule = "EIC102", address = "arn:aws:lambda:sa-east-1:*", reason = "another region" },\n'
        "]\n"
    )
    monkeypatch.chdir(tmp_path)
    done = planted.run("audit", "--max-rate=0", "--format=sarif")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["runs"][0]["results"] == []
    # The same settings are those of the checks.
    (tmp_path / "main.tf.json").write_text("{}")
    assert planted.run("check", ".").returncode == 0


def test_what_invokes_other_functions_is_not_about_the_selected_ones(
    planted: PlantedAccount,
) -> None:
    audit, unread = audited(planted, selects=lambda name: name == "by-topic")
    assert unread == []
    assert audit.findings == []
    assert [row.function_name for row in audit.rows] == ["by-topic"]
    drawn = build(audit.context, audit.findings)
    assert [each.name for each in drawn.functions] == ["by-topic"]


def test_an_invoker_of_a_function_that_was_deleted_is_in_every_format(
    account: LambdaAccount,
) -> None:
    planted = PlantedAccount(account.environment, account.region)
    planted.of("stays", planted.role("idle"))
    planted.rule_invokes(planted.of("goes", planted.role("busy")), "hourly")
    planted.client.delete_function(FunctionName="goes")
    audit, _ = audited(planted)
    assert [each.rule for each in audit.others] == ["EIC008"]
    [record] = json.loads(FORMATS["json"](audit))
    assert (record["region"], record["function_name"]) == (planted.region, None)
    assert record["findings"][0]["rule"] == "EIC008"
    for name, write in FORMATS.items():
        assert "EIC008" in write(audit), name


def test_a_map_has_what_invokes_in_its_own_region(
    account: LambdaAccount, other_region: LambdaAccount
) -> None:
    for each in (account, other_region):
        planted = PlantedAccount(each.environment, each.region)
        planted.of("orders", planted.role("idle"))
        planted.topic_invokes(each.arn("lambda", "function:orders"), "placed")
        planted.keeps("orders", each.arn("sqs", "gone"))
    regions = [f"--region={each.region}" for each in (account, other_region)]
    drawn = account.run("audit", "--max-rate=0", "--format=dot", *regions).stdout
    assert drawn.count("SNS topic\\nplaced") == 2
    before_boxes = drawn.partition("subgraph")[0]
    assert "->" not in before_boxes
    assert 'label="SNS' not in before_boxes
    assert 'label="SQS' not in before_boxes


def test_every_kind_of_destination_is_read() -> None:
    assert {*READERS} == {*DESTINATION_KINDS}
