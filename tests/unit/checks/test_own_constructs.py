"""The output of this package's own constructs has no findings, and faults planted in copies of it are found."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic.checks import check
from tests.unit.checks.documents import Json, policy, resources

if TYPE_CHECKING:
    from collections.abc import Callable

SNAPSHOTS = Path(__file__).parents[1] / "__snapshots__" / "test_snapshots"
CONFIG = "aws_lambda_function_event_invoke_config"


def as_terraform_has_it(value: Any) -> Any:
    """A snapshot shows a policy as an object; in Terraform's JSON it is text."""
    if isinstance(value, dict) and value.keys() == {"jsonencode"}:
        return json.dumps(value["jsonencode"])
    if isinstance(value, dict):
        return {key: as_terraform_has_it(each) for key, each in value.items()}
    return [as_terraform_has_it(each) for each in value] if isinstance(value, list) else value


DOCUMENTS: dict[str, Json] = {
    file.name.removesuffix(".jsonc"): as_terraform_has_it(json.loads(file.read_text()))
    for file in sorted(SNAPSHOTS.glob("*.jsonc"))
}


def test_there_are_snapshots_of_every_example() -> None:
    examples = {each.parent.name for each in (SNAPSHOTS.parents[3] / "examples").glob("*/main.py")}
    assert {f"test_example[{name}]" for name in examples} <= DOCUMENTS.keys()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_snapshot_gives_no_finding(name: str) -> None:
    assert check(DOCUMENTS[name]) == []


def configs(document: Json) -> list[Json]:
    return list(resources(document, CONFIG).values())


def on_failure(destination: str) -> Json:
    return {"on_failure": {"destination": destination}}


def does_not_wait(document: Json) -> str | None:
    waiting = [each for each in configs(document) if each.pop("depends_on", None)]
    return "EIC004" if waiting else None


def is_not_permitted(document: Json) -> str | None:
    policies = resources(document, "aws_iam_role_policy")
    awaited = {address for each in configs(document) for address in each.get("depends_on", [])}
    if not any(
        "aws_iam_role." in each["role"] and f"aws_iam_role_policy.{name}" in awaited
        for name, each in policies.items()
    ):
        return None  # what a role outside the document may do is not known
    for each in policies.values():
        each["policy"] = policy()
    return "EIC003"


def goes_to_a_fifo_queue(document: Json) -> str:
    resources(document, "aws_sqs_queue")["ordered"] = {"name": "ordered.fifo", "fifo_queue": True}
    configs(document)[0]["destination_config"] = on_failure("${aws_sqs_queue.ordered.arn}")
    return "EIC005"


def keeps_successes_in_a_bucket(document: Json) -> str:
    configs(document)[0]["destination_config"] = {"on_success": {"destination": "arn:aws:s3:::b"}}
    return "EIC005"


def goes_to_the_function_itself(document: Json) -> str:
    config = configs(document)[0]
    name = config["function_name"]
    if not name.startswith("${"):
        document["data"] = {"aws_lambda_function": {"itself": {"function_name": name}}}
        name = "${data.aws_lambda_function.itself.function_name}"
    config["destination_config"] = on_failure(name.replace(".function_name}", ".arn}"))
    return "EIC005"


def is_declared_twice(document: Json) -> str:
    resources(document, CONFIG)["again"] = copy.deepcopy(configs(document)[0])
    return "EIC006"


def has_a_qualified_name(document: Json) -> str:
    configs(document)[0]["function_name"] = "orders:live"
    return "EIC006"


def has_another_at_the_same_time(document: Json) -> str:
    again = copy.deepcopy(configs(document)[0])
    again["qualifier"] = "another"
    again.pop("depends_on", None)
    resources(document, CONFIG)["again"] = again
    return "EIC007"


def is_invoked_by_a_rule_that_loses_events(document: Json) -> str:
    resources(document, "aws_cloudwatch_event_target")["tick"] = {
        "rule": "tick",
        "arn": "arn:aws:lambda:us-east-1:123456789012:function:orders",
    }
    return "EIC008"


def keeps_records_for_an_hour(document: Json) -> str | None:
    queues = list(resources(document, "aws_sqs_queue").values())
    for each in queues:
        each["message_retention_seconds"] = 3600
    return "EIC010" if queues else None


def has_a_colleague_s_function(document: Json) -> str:
    resources(document, "aws_lambda_function")["new"] = {"function_name": "new", "role": "r"}
    resources(document, "aws_s3_bucket_notification")["new"] = {
        "lambda_function": [{"lambda_function_arn": "${aws_lambda_function.new.arn}"}]
    }
    return "EIC001"


def loses_its_failure_destination(document: Json) -> str | None:
    functions = resources(document, "aws_lambda_function")
    if len(functions) != 1:
        return None  # of one outside the document nothing is known, and of several one would keep its alias
    (name,) = functions
    for each in configs(document):
        each["destination_config"] = {}
    resources(document, "aws_lambda_permission")["tick"] = {
        "action": "lambda:InvokeFunction",
        "function_name": f"${{aws_lambda_function.{name}.function_name}}",
        "principal": "sns.amazonaws.com",
    }
    return "EIC001"


def has_no_alarm(document: Json) -> str | None:
    resources(document, "aws_cloudwatch_metric_alarm").clear()
    failing = any("on_failure" in each.get("destination_config", {}) for each in configs(document))
    return "EIC009" if failing else None


FAULTS: list[Callable[[Json], str | None]] = [
    does_not_wait,
    is_not_permitted,
    goes_to_a_fifo_queue,
    keeps_successes_in_a_bucket,
    goes_to_the_function_itself,
    is_declared_twice,
    has_a_qualified_name,
    has_another_at_the_same_time,
    is_invoked_by_a_rule_that_loses_events,
    keeps_records_for_an_hour,
    has_a_colleague_s_function,
    loses_its_failure_destination,
    has_no_alarm,
]
EXAMPLES = [name for name in DOCUMENTS if name.startswith("test_example")]
PLANTED = [
    (name, fault)
    for name in EXAMPLES
    for fault in FAULTS
    if fault(copy.deepcopy(DOCUMENTS[name])) is not None
]


@pytest.mark.parametrize(
    ("name", "fault"), PLANTED, ids=[f"{name}-{fault.__name__}" for name, fault in PLANTED]
)
def test_a_fault_planted_in_an_example_is_found(
    name: str, fault: Callable[[Json], str | None]
) -> None:
    document = copy.deepcopy(DOCUMENTS[name])
    rule = fault(document)
    assert rule in {each.rule for each in check(document, select=["EIC"])}


def test_every_fault_is_planted_somewhere() -> None:
    assert {fault for _, fault in PLANTED} == set(FAULTS)
