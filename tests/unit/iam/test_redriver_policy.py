"""The permissions of `redrive --with` are its requests, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from constructs_eic import EventInvokeConfigError, redriver_policy
from constructs_eic.cli.command import group
from tests.unit.iam.test_records_policy import allowed, permissions
from tests.unit.records.redriver.simulated_redriver import SimulatedRedriver, run_of

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:failed-orders"
PARKING = "arn:aws:sqs:eu-west-1:123456789012:parked-orders"
FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:orders-redriver"
_SERVICE = {"GetQueueUrl": "sqs", "GetQueueAttributes": "sqs"}


def written(*more: str) -> Any:
    done = permissions(
        "--for", "redrive", "--source", "failed-orders", "--with", "orders-redriver",
        "--parking", "parked-orders", "--region", "eu-west-1", "--account", "123456789012", *more,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_the_policy_has_the_requests_of_a_run_and_nothing_else() -> None:
    aws = SimulatedRedriver(messages=5_000, hesitation=2)

    run_of(aws).run(lambda _progress: None)

    requested = {f"{_SERVICE.get(name, 'lambda')}:{name}" for name in aws.asked}
    assert allowed(written()).keys() == requested


def test_each_request_is_allowed_on_what_it_is_about() -> None:
    policy = written()

    assert allowed(policy) == {
        "sqs:GetQueueUrl": [QUEUE],
        "sqs:GetQueueAttributes": [QUEUE, PARKING],
        "lambda:GetFunctionConfiguration": [FUNCTION],
        "lambda:UpdateFunctionConfiguration": [FUNCTION],
        "lambda:ListEventSourceMappings": ["*"],
        "lambda:GetEventSourceMapping": [
            "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:*"
        ],
        "lambda:UpdateEventSourceMapping": [
            "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:*"
        ],
    }
    conditions = [each["Condition"] for each in policy["Statement"] if "Condition" in each]
    assert conditions == [{"ArnLike": {"lambda:FunctionArn": FUNCTION}}]
    assert redriver_policy(QUEUE, FUNCTION, PARKING)["Statement"][:3] == policy["Statement"][:3]


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(EventInvokeConfigError) as caught:
        redriver_policy("s3://records", "a b", "p.fifo", account="1")

    assert [problem.argument for problem in caught.value.problems] == [
        "account",
        "redriver",
        "source",
        "parking",
    ]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--source", "q", "--with", "r"), "--with needs --parking"),
        (
            ("--source", "q", "--parking", "p"),
            "--parking cannot be used with --for redrive without",
        ),
        (
            ("--source", "q", "--with", "r", "--parking", "p", "--function", "f"),
            "--function cannot be used with --with: the forwarder has its own role",
        ),
        (
            ("--source", "s3://records", "--with", "r", "--parking", "p"),
            "this is a bucket; a Redriver reads a queue",
        ),
    ],
)
def test_options_that_do_not_belong_are_refused(arguments: tuple[str, ...], complaint: str) -> None:
    done = CliRunner().invoke(group, ["permissions", "--for", "redrive", *arguments])

    assert done.exit_code == 2
    assert complaint in done.output


def test_with_belongs_to_redrive_alone() -> None:
    done = permissions("--for", "records", "--source", "q", "--with", "r", "--parking", "p")

    assert "--with, --parking cannot be used with --for records" in done.output
