"""`redrive --with` as a user runs it."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import time
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from constructs_eic.cli import redrive_with
from constructs_eic.cli.command import group
from constructs_eic.cli.output import say
from constructs_eic.cli.redrive import redrive
from tests.unit.inventory.lambda_account import COMMAND, ROLE
from tests.unit.records.redriver.simulated_redriver import UUID, SimulatedRedriver, run_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

    from tests.unit.records.backlog import Backlog

# Stands for the forwarder: it says that it took each message, and keeps none.
TAKES_ALL = "def handler(event, context):\n    return {'batchItemFailures': []}\n"


@dataclass
class Deployed:
    """A forwarder and its mapping in the emulator."""

    backlog: Backlog
    uuid: str
    client: Any

    def mapping(self) -> dict[str, Any]:
        told: dict[str, Any] = self.client.get_event_source_mapping(UUID=self.uuid)
        return told

    def variables(self) -> dict[str, str]:
        told = self.client.get_function_configuration(FunctionName="redriver")
        variables: dict[str, str] = told["Environment"]["Variables"]
        return variables


@pytest.fixture
def deployed(backlog: Backlog) -> Iterator[Deployed]:
    """A `Redriver`, as Terraform deploys it, with another function in place of its own."""
    client = backlog.account.client
    parking = backlog.sqs.create_queue(QueueName="parked")["QueueUrl"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.py", TAKES_ALL)
    client.create_function(
        FunctionName="redriver",
        Runtime="python3.12",
        Role=ROLE,
        Handler="index.handler",
        Code={"ZipFile": code.getvalue()},
        Environment={"Variables": {"PARKING_QUEUE_URL": parking}},
    )
    client.get_waiter("function_active_v2").wait(FunctionName="redriver")
    uuid = client.create_event_source_mapping(
        EventSourceArn=backlog.account.arn("sqs", "failures"),
        FunctionName="redriver",
        Enabled=False,
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )["UUID"]
    yield Deployed(backlog, uuid, client)
    client.delete_event_source_mapping(UUID=uuid)
    client.delete_function(FunctionName="redriver")


def run(*arguments: str, **how: Any) -> Result:
    return CliRunner().invoke(
        group, ["redrive", "failures", "--with", "redriver", *arguments], **how
    )


def test_a_dry_run_says_what_would_be_run_and_changes_nothing(deployed: Deployed) -> None:
    deployed.backlog.fill(12)

    done = run("--dry-run", standalone_mode=False)

    assert done.return_value == 0
    assert len(done.stdout.splitlines()) == 12
    assert {line.partition(" -> ")[2] for line in done.stdout.splitlines()} == {
        f"{deployed.backlog.account.arn('lambda', 'function:resize')} (dry run)"
    }
    assert (
        f"redriver would be run, as many as Lambda starts at a time, by the event source mapping {deployed.uuid}"
        in done.stderr
    )
    assert "what it refuses goes to parked" in done.stderr
    assert done.stderr.splitlines()[-1] == "constructs-eic: 12 would be sent"
    assert deployed.mapping()["State"] == "Disabled"
    assert "REDRIVE_START" not in deployed.variables()
    assert len(deployed.backlog.visible()) == 12


def test_a_dry_run_says_what_would_be_parked(deployed: Deployed) -> None:
    deployed.backlog.fill(2)
    deployed.backlog.put("no record")
    deployed.backlog.put(deployed.backlog.record(3, condition="Success"))

    done = run("--dry-run", standalone_mode=False)

    assert done.return_value == 1
    assert len(done.stdout.splitlines()) == 2
    said = done.stderr.splitlines()
    assert ": would be parked: unreadable: " in said[-4]
    assert said[-3:] == [
        "constructs-eic: 1 would be parked: not a failure; --condition Success sends it",
        "constructs-eic: 1 would be parked, each named above",
        "constructs-eic: 2 would be sent",
    ]
    assert len(deployed.backlog.visible()) == 4


def test_a_dry_run_reads_a_queue_with_a_redrive_policy_only_on_request(deployed: Deployed) -> None:
    deployed.backlog.fill(1)
    parking = deployed.backlog.account.arn("sqs", "parked")
    policy = json.dumps({"deadLetterTargetArn": parking, "maxReceiveCount": 5})
    deployed.backlog.sqs.set_queue_attributes(
        QueueUrl=deployed.backlog.queue_url, Attributes={"RedrivePolicy": policy}
    )

    assert "--allow-move reads it anyway" in run("--dry-run").stderr

    done = run("--dry-run", "--allow-move", standalone_mode=False)
    assert done.return_value == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_it_asks_on_a_terminal_only(deployed: Deployed) -> None:
    deployed.backlog.fill(1)

    done = run()

    assert done.exit_code == 2
    assert "there is no terminal to ask on; give --yes" in done.stderr
    assert deployed.mapping()["State"] == "Disabled"


def test_a_mapping_that_is_enabled_is_refused_even_with_yes(deployed: Deployed) -> None:
    deployed.client.update_event_source_mapping(UUID=deployed.uuid, Enabled=True)

    done = run("--yes")

    assert done.exit_code == 1
    assert "it is already enabled (state Enabled, since 20" in done.stderr
    assert (
        f"'aws lambda update-event-source-mapping --uuid {deployed.uuid} --no-enabled"
        in done.stderr
    )
    deployed.client.update_event_source_mapping(UUID=deployed.uuid, Enabled=False)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("resize", "resize is not the forwarder of a Redriver: it has no environment variable"),
        ("nobody", "there is no function nobody in"),
        ("redriver:live", "it has a qualifier"),
        ("a b", "the name of a function has"),
    ],
)
def test_a_name_that_is_no_forwarder_is_refused(
    deployed: Deployed, name: str, complaint: str
) -> None:
    assert deployed.uuid
    done = CliRunner().invoke(group, ["redrive", "failures", "--with", name, "--yes"])

    assert done.exit_code == 2
    assert complaint in done.stderr


@pytest.mark.usefixtures("deployed")
def test_a_bucket_is_refused() -> None:
    done = CliRunner().invoke(group, ["redrive", "s3://records", "--with", "redriver"])

    assert done.exit_code == 2
    assert "s3://records is a bucket; a Redriver reads a queue" in done.stderr


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_disables_the_mapping(deployed: Deployed, name: str) -> None:
    deployed.backlog.fill(30)
    with subprocess.Popen(
        [*COMMAND, "redrive", "failures", "--with", "redriver", "--yes"],
        env=deployed.backlog.environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as command:
        while deployed.mapping()["State"] != "Enabled":
            assert command.poll() is None
            time.sleep(0.1)
        time.sleep(1)
        command.send_signal(getattr(signal, name))
        assert command.stderr is not None
        said = command.stderr.read()

    assert command.returncode == 130, said
    assert deployed.mapping()["State"] == "Disabled"
    assert "interrupted: what was not sent is still in place" in said
    assert deployed.variables().keys() == {"PARKING_QUEUE_URL", "REDRIVE_START"}


def test_what_cannot_travel_is_refused_with_its_reason() -> None:
    given = [
        "--function", "f", "--condition", "c", "--error-type", "e", "--older-than", "1h", "--newer-than", "2h",
        "--to", "g", "--limit", "5", "--max-rate", "0", "--processes", "2", "--delete",
        "--visibility-timeout", "120", "--allow-move",
    ]  # fmt: skip

    done = run(*given)

    assert done.exit_code == 2
    for option in (each for each in given if each.startswith("--")):
        assert f"{option} cannot be used with --with: " in done.stderr
    assert "the forwarder's role may invoke the functions that" in done.stderr


def test_every_option_of_redrive_travels_or_has_a_reason() -> None:
    names = {parameter.name for parameter in redrive.params}

    travels = {"source", "redriver", "dry_run", "yes", "region", "profile"}
    assert names - travels == redrive_with.REASONS.keys()


def said_of(aws: SimulatedRedriver, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    status = redrive_with.forward(run_of(aws, say), yes=True)
    return status, capsys.readouterr().err.splitlines()


def test_everything_sent_is_complete(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = said_of(SimulatedRedriver(messages=1_500), capsys)

    assert (status, said) == (0, ["constructs-eic: about 1,500 sent"])


def test_what_is_parked_makes_it_incomplete(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = said_of(SimulatedRedriver(messages=1_500, refused=20), capsys)

    assert status == 1
    assert said == [
        "constructs-eic: about 20 parked in parked-orders: refused, each with its reason, or failed and came back "
        "after the start",
        "constructs-eic: about 1,480 sent",
    ]


def test_nothing_to_send_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = said_of(SimulatedRedriver(messages=0), capsys)

    assert status == 0
    assert said == ["constructs-eic: no records wait in failed-orders, as far as SQS has counted"]


def test_a_second_interrupt_says_what_is_still_enabled(capsys: pytest.CaptureFixture[str]) -> None:
    aws = SimulatedRedriver(messages=100_000)

    def interrupt(name: str, given: dict[str, Any]) -> None:
        if aws.time > 200 and (name, given.get("Enabled")) in (
            ("GetQueueAttributes", None),
            ("UpdateEventSourceMapping", False),
        ):
            raise KeyboardInterrupt

    aws.rule = interrupt
    status, said = said_of(aws, capsys)

    assert status == 130
    assert said[0].endswith("disabling the event source mapping; a second interrupt ends at once")
    assert f"the event source mapping {UUID} is still enabled" in said[1]
    assert said[-1].startswith("constructs-eic: about 1")
    assert "still in place" not in "".join(said)
