"""`make aws` uses only the account that was named, and leaves nothing behind, however it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest
from botocore.credentials import Credentials

from tests.aws.account import Account, RefusedError
from tests.aws.kinds import KINDS, Kind
from tests.unit.real_aws.conftest import end, wait_for
from tools import CHECKOUT

if TYPE_CHECKING:
    from tests.unit.real_aws.conftest import Maintainer


def test_an_account_that_was_not_named_is_refused(maintainer: Maintainer) -> None:
    status, said = maintainer.run("run", *maintainer.asking("fifo"), account="111122223333")
    assert status == 2
    assert "of account 000000000000, not of 111122223333, which was named" in said
    assert maintainer.left() == []


def test_make_passes_on_all_that_is_named() -> None:
    named = ["ACCOUNT=123456789012", "REGION=eu-west-1", "PREFIX=team", "PROFILE=test"]
    how = ["ENDPOINT=http://127.0.0.1:1", "ONLY=fifo records", "PATIENCE=5", "YES=--yes"]
    said = subprocess.run(
        ["make", "--dry-run", "aws", *named, *how],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert (
        "-m tests.aws run --account '123456789012' --region 'eu-west-1' --prefix 'team' --profile 'test' "
        "--endpoint 'http://127.0.0.1:1' --only fifo --only records --patience 5 --yes\n"
    ) in said


@pytest.mark.parametrize("account", ["", "12345678901", "my-account", "0000000000000"])
def test_an_account_is_twelve_digits(account: str) -> None:
    with pytest.raises(RefusedError, match="is not twelve digits"):
        Account(account, "us-east-1", "team")


def test_an_emulator_that_is_not_named_is_not_taken_for_aws(
    maintainer: Maintainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", maintainer.environment["AWS_ENDPOINT_URL"])
    account = maintainer.account()
    account.endpoint = None
    assert account.client("sqs").meta.endpoint_url == "https://sqs.us-east-1.amazonaws.com"
    environment = account.environment()
    assert environment["AWS_ENDPOINT_URL"] == ""
    assert environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] == "true"


def test_terraform_gets_these_credentials_and_this_endpoint_alone(
    maintainer: Maintainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "of-other-credentials")
    monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:1")
    account = maintainer.account()
    monkeypatch.setattr(account._session, "get_credentials", lambda: Credentials("test", "test"))
    assert account.environment() == {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_SESSION_TOKEN": "",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": maintainer.environment["AWS_ENDPOINT_URL"],
        "AWS_ENDPOINT_URL_LAMBDA": "",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
    }


@pytest.mark.parametrize(
    "prefix", ["", "ab", "Team", "a-b", "1team", "much-too-long-a-prefix", "*"]
)
def test_a_prefix_that_may_be_somebody_else_s_is_refused(prefix: str) -> None:
    with pytest.raises(RefusedError, match="write 3 to 12 lower case letters and digits"):
        Account("000000000000", "us-east-1", prefix)


def test_a_prefix_that_others_use_is_refused(maintainer: Maintainer) -> None:
    sqs, name = maintainer.account().client("sqs"), f"constructs-eic-{maintainer.prefix}-orders"
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    status, said = maintainer.run("run", *maintainer.asking("fifo"))
    assert status == 2
    assert f"prefix {maintainer.prefix!r} is used by others: queue {name}." in said
    assert maintainer.left() == []
    sqs.delete_queue(QueueUrl=url)


def test_what_another_run_left_is_said_and_let_be(maintainer: Maintainer) -> None:
    sqs, name = maintainer.account().client("sqs"), f"constructs-eic-{maintainer.prefix}-a1b2c3-old"
    sqs.create_queue(QueueName=name)
    status, said = maintainer.run("run", *maintainer.asking("parallel"))
    assert status == 0
    assert f"Other runs of the prefix have left, or are using: queue {name}" in said
    assert maintainer.left() == [f"queue {name}"]
    assert maintainer.run("sweep")[0] == 0
    assert maintainer.left() == []


def test_without_agreement_nothing_is_created(maintainer: Maintainer) -> None:
    options = [each for each in maintainer.asking("fifo") if each != "--yes"]
    status, said = maintainer.run("run", *options)
    assert status == 2
    assert said.index("this creates:") < said.index("USD") < said.index("you did not agree")
    assert maintainer.left() == []


@pytest.mark.parametrize(
    ("question", "number"),
    [("refusals", signal.SIGINT), ("parallel", signal.SIGTERM), ("records", signal.SIGINT)],
)
def test_an_interrupt_leaves_nothing(
    maintainer: Maintainer, question: str, number: signal.Signals
) -> None:
    process = maintainer.start("run", *maintainer.asking("identifiers", question, patience=60))
    wait_for(process, f"asking: {question}")
    process.send_signal(number)
    status, said = end(process)
    assert status == 130
    assert "Interrupted; everything that was created is removed." in said
    assert maintainer.left() == []


def test_impatience_does_not_stop_the_removal(maintainer: Maintainer) -> None:
    process = maintainer.start("run", *maintainer.asking("identifiers", "records", patience=60))
    wait_for(process, "records: queue, live")
    process.send_signal(signal.SIGINT)
    wait_for(process, "removing ")
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    assert end(process)[0] == 130
    assert maintainer.left() == []


def test_what_a_crash_left_is_swept_and_nothing_else(maintainer: Maintainer) -> None:
    process = maintainer.start("run", *maintainer.asking("identifiers", "records", patience=60))
    wait_for(process, "records: queue, live")
    process.kill()
    end(process)
    left = maintainer.left()
    assert {each.split()[0] for each in left} >= {"function", "queue", "role"}
    account = maintainer.account()
    bystanders = [
        maintainer.prefix,
        f"{maintainer.prefix}-orders",
        f"constructs-eic-{maintainer.prefix}",
        f"constructs-eic-{maintainer.prefix}-orders",
        f"constructs-eic-{maintainer.prefix}-a1b2c-orders",
        f"constructs-eic-{maintainer.prefix}-a1b2c3",
        f"Constructs-eic-{maintainer.prefix}-a1b2c3-orders",
        f"constructs-eic-{maintainer.prefix}2-a1b2c3-orders",
        f"my-constructs-eic-{maintainer.prefix}-orders",
    ]
    sqs, sns = account.client("sqs"), account.client("sns")
    for name in bystanders:
        sqs.create_queue(QueueName=name)
        sns.create_topic(Name=name)
    status, said = maintainer.run("sweep")
    assert status == 0
    assert sorted(each for each in left if each not in said) == []
    assert maintainer.left() == []
    for name in bystanders:
        assert sqs.get_queue_url(QueueName=name)["QueueUrl"]
    topics = {each["TopicArn"].rpartition(":")[2] for each in sns.list_topics()["Topics"]}
    assert set(bystanders) <= topics


@pytest.mark.parametrize("kind", KINDS, ids=[kind.title for kind in KINDS])
def test_another_name_is_never_removed(maintainer: Maintainer, kind: Kind) -> None:
    with pytest.raises(
        ValueError, match="orders is not of a run with names that begin constructs-eic-"
    ):
        kind.remove_from(maintainer.account(), "orders")


def test_what_cannot_be_removed_is_said(maintainer: Maintainer) -> None:
    account = maintainer.account()
    iam, name = account.client("iam"), f"{account.beginning}a1b2c3-role"
    statement = {"Effect": "Deny", "Action": "*", "Resource": "*"}
    iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = iam.create_policy(PolicyName=maintainer.prefix, PolicyDocument=document)
    policy = made["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    status, said = maintainer.run("sweep")
    assert (status, f"could not be removed:\nrole {name}: " in said) == (1, True)
    assert "Once that is possible, this removes it:\n  make aws-sweep ACCOUNT=000000000000 " in said
    iam.detach_role_policy(RoleName=name, PolicyArn=policy)
    assert maintainer.run("sweep")[0] == 0
    assert maintainer.left() == []
