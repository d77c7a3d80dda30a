"""The permissions that `records` and `redrive` need, and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from constructs_eic import EventInvokeConfigError, records_policy
from constructs_eic.cli.command import group

if TYPE_CHECKING:
    from click.testing import Result

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:failures"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def allowed(policy: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for statement in policy["Statement"]:
        for action in statement["Action"]:
            found.setdefault(action, []).extend(statement["Resource"])
    return found


def permissions(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["permissions", *arguments])


@pytest.mark.parametrize(
    "source",
    [QUEUE, "https://sqs.eu-west-1.amazonaws.com/123456789012/failures"],
)
def test_looking_at_a_queue_deletes_and_sends_nothing(source: str) -> None:
    assert allowed(records_policy("records", source)) == {
        "sqs:GetQueueUrl": [QUEUE],
        "sqs:GetQueueAttributes": [QUEUE],
        "sqs:ReceiveMessage": [QUEUE],
        "sqs:ChangeMessageVisibility": [QUEUE],
    }


def test_a_redrive_deletes_messages_and_invokes_these_functions() -> None:
    policy = records_policy(
        "redrive",
        "failures",
        functions=["resize:live"],
        encryption_key=KEY,
        region="cn-north-1",
        account="123456789012",
    )

    queue = "arn:aws-cn:sqs:cn-north-1:123456789012:failures"
    function = "arn:aws-cn:lambda:cn-north-1:123456789012:function:resize"
    assert allowed(policy) == {
        "sqs:GetQueueUrl": [queue],
        "sqs:GetQueueAttributes": [queue],
        "sqs:ReceiveMessage": [queue],
        "sqs:ChangeMessageVisibility": [queue],
        "sqs:DeleteMessage": [queue],
        "kms:Decrypt": [KEY],
        "lambda:InvokeFunction": [function, f"{function}:live"],
    }


@pytest.mark.parametrize("delete", [False, True])
def test_objects_are_read_under_the_prefix_and_deleted_when_asked(delete: bool) -> None:
    policy = records_policy("redrive", "s3://records/aws/lambda/async/", delete=delete)

    objects = ["arn:aws:s3:::records/aws/lambda/async/*"]
    assert policy["Statement"][0] == {
        "Sid": "ListRecords",
        "Effect": "Allow",
        "Action": ["s3:ListBucket"],
        "Resource": ["arn:aws:s3:::records"],
        "Condition": {"StringLike": {"s3:prefix": "aws/lambda/async/*"}},
    }
    assert allowed(policy)["s3:GetObject"] == objects
    assert allowed(policy).get("s3:DeleteObject") == (objects if delete else None)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(EventInvokeConfigError) as caught:
        records_policy("redrive", "a b", functions=["a b"], encryption_key="alias/k", region="x")

    assert [problem.argument for problem in caught.value.problems] == [
        "region",
        "functions",
        "encryption_key",
        "source",
    ]


def test_the_command_writes_the_policy_of_each_subcommand() -> None:
    redrive = permissions("--for", "redrive", "--source", QUEUE, "--function", "resize")
    listing = permissions("--for", "list")

    assert "lambda:InvokeFunction" in allowed(json.loads(redrive.output))
    assert allowed(json.loads(listing.output)).keys() == {
        "lambda:ListFunctionEventInvokeConfigs",
        "lambda:ListFunctions",
    }


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--for", "redrive"), "--for redrive needs --source"),
        (
            ("--for", "records", "--source", "q", "--default-bus"),
            "--default-bus cannot be used with",
        ),
        (("--source", "q"), "--source cannot be used with --for deployer"),
        (
            ("--for", "records", "--source", "q", "--delete"),
            "--delete cannot be used with --for records",
        ),
        (("--for", "list", "--delete"), "--delete cannot be used with --for list"),
        (("--for", "records", "--source", "a b"), "source 'a b': this is not a queue or a bucket"),
    ],
)
def test_options_that_do_not_belong_are_refused(arguments: tuple[str, ...], complaint: str) -> None:
    done = permissions(*arguments)

    assert done.exit_code == 2
    assert complaint in done.output
