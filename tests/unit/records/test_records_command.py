"""The commands `records` and `redrive` as a user runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from constructs_eic.cli.command import group
from tests.unit.records.forms import record_text, sqs_attributes

if TYPE_CHECKING:
    from click.testing import Result

    from tests.unit.records.backlog import Backlog

GONE = "https://sqs.us-east-1.amazonaws.com/000000000000/gone"

pytestmark = pytest.mark.usefixtures("backlog")


def run(*arguments: str, **how: Any) -> Result:
    return CliRunner().invoke(group, list(arguments), standalone_mode=False, **how)


def test_records_shows_what_waits_and_takes_nothing_away(backlog: Backlog) -> None:
    backlog.put(backlog.record(1, timestamp="2026-11-14T18:16:05.568Z"))
    backlog.put(backlog.record(2, error_type="KeyError\x1b[2J"))

    done = run("records", "failures")

    [header, _, first, second] = done.stdout.splitlines()
    assert header.split() == [
        "timestamp",
        "function",
        "condition",
        "error",
        "message",
        "request_id",
    ]
    assert first.split()[1:4] == ["resize:$LATEST", "RetriesExhausted", "ValueError"]
    assert first.endswith("no such order   request-1")
    assert "KeyError\\x1b[2J" in second
    assert done.return_value == 0
    assert len(backlog.visible()) == 2


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_records_writes_payloads_to_the_character(backlog: Backlog, form: str) -> None:
    payload = '{"a":\n 1.0,\t"a": 1E400, "text": "é\u2028"}'
    place = backlog.put(record_text(payload, function_arn=backlog.arn))

    written = run("records", "failures", "--format", form).stdout

    assert '"request_payload": {"a":  1.0, "a": 1E400, "text": "\\u00e9\\u2028"}' in written
    read = json.loads(written)
    [one] = read if form == "json" else [read]
    assert (one["id"], one["function_arn"]) == (place, backlog.arn)
    assert one["response_payload"]["errorType"] == "ValueError"


def test_records_names_what_is_unreadable(backlog: Backlog) -> None:
    place = backlog.put("disk full")

    done = run("records", "failures")

    assert done.return_value == 1
    assert f"{place}: unreadable: this is not JSON" in done.stderr


def test_a_summary_counts_by_function_and_error(backlog: Backlog) -> None:
    backlog.fill(3)
    backlog.put(backlog.record(9, error_type="KeyError", timestamp="2026-11-15T00:00:00Z"))

    lines = run("records", "failures", "--summary", "--format", "jsonl").stdout.splitlines()

    assert [json.loads(line) for line in lines] == [
        {
            "records": count,
            "function": "resize:$LATEST",
            "condition": "RetriesExhausted",
            "error": error,
            "first": moment,
            "last": moment,
        }
        for count, error, moment in (
            (3, "ValueError", "2026-11-14T18:16:05.568Z"),
            (1, "KeyError", "2026-11-15T00:00:00.000Z"),
        )
    ]


def test_looking_is_refused_where_it_could_move_records(backlog: Backlog) -> None:
    backlog.sqs.create_queue(QueueName="moved")
    policy = {"deadLetterTargetArn": backlog.account.arn("sqs", "moved"), "maxReceiveCount": 2}
    backlog.sqs.set_queue_attributes(
        QueueUrl=backlog.queue_url, Attributes={"RedrivePolicy": json.dumps(policy)}
    )
    backlog.fill(1)

    for refused in (run("records", "failures"), run("redrive", "failures", "--dry-run")):
        assert refused.exception is not None
        assert "more than 2 times" in str(refused.exception)
        assert "--allow-move reads it anyway" in str(refused.exception)
    looked = run("records", "failures", "--allow-move")
    sent = run("redrive", "failures", "--yes")

    assert looked.return_value == 0
    assert (sent.return_value, len(backlog.accepted)) == (0, 1)
    assert "will have been received once more" in sent.stderr


def test_redrive_writes_old_and_new_request_ids(backlog: Backlog) -> None:
    backlog.fill(2)

    done = run("redrive", "failures", "--yes")

    pairs = [line.split(" -> ") for line in done.stdout.splitlines()]
    assert sorted(old for old, _ in pairs) == ["request-0", "request-1"]
    assert len({new for _, new in pairs}) == 2
    assert done.stderr.splitlines()[-1] == "constructs-eic: 2 sent"
    assert done.return_value == 0


def test_options_are_named_by_the_command_alone(backlog: Backlog) -> None:
    backlog.put(backlog.record(1, condition="Success"))
    backlog.put("{}", sqs_attributes("request-2", "200", "it broke"))

    done = run("redrive", "failures", "--yes")

    assert "1 left: not a failure; --condition Success sends it" in done.stderr
    assert "a dead-letter message does not name the function; give --to" in done.stderr


def test_a_function_that_was_mistyped_is_not_said_to_be_deleted(backlog: Backlog) -> None:
    backlog.fill(1)

    done = run("redrive", "failures", "--yes", "--to", "resise")

    assert "resise is not found" in done.stderr
    assert "no longer" not in done.stderr
    assert done.return_value == 1


def test_what_is_left_adds_up_to_what_was_there(backlog: Backlog) -> None:
    backlog.fill(12)

    done = run("redrive", "failures", "--yes", "--limit", "2")

    assert done.stderr.splitlines() == [
        "constructs-eic: about 10 left: not read, because the limit was reached",
        "constructs-eic: 2 sent",
    ]


def test_a_limit_says_that_the_rest_of_a_bucket_was_not_read(backlog: Backlog) -> None:
    bucket = backlog.bucket({f"{n}": backlog.record(n).encode() for n in range(3)})

    done = run("redrive", f"s3://{bucket}", "--dry-run", "--limit", "1")
    all_of_it = run("redrive", f"s3://{bucket}", "--dry-run", "--limit", "4")

    assert done.stderr.splitlines() == [
        "constructs-eic: the limit was reached, and nothing was read after that",
        "constructs-eic: 1 would be sent",
    ]
    assert all_of_it.stderr.splitlines() == ["constructs-eic: 3 would be sent"]


def test_ages_are_those_of_the_records(backlog: Backlog) -> None:
    backlog.fill(2)

    of_today = run("redrive", "failures", "--dry-run", "--newer-than", "1d")
    of_long_ago = run("redrive", "failures", "--dry-run", "--older-than", "99999d")

    assert "constructs-eic: 2 left: too old" in of_today.stderr.splitlines()
    assert "constructs-eic: 2 left: too recent" in of_long_ago.stderr.splitlines()


def test_an_empty_queue_is_said_to_be_empty(backlog: Backlog) -> None:
    empty = run("records", "failures")
    backlog.fill(1)
    unselected = run("records", "failures", "--function", "other")

    assert (empty.stderr, empty.return_value) == ("constructs-eic: no records\n", 0)
    assert unselected.stderr == "constructs-eic: no records are selected\n"


def test_redrive_exits_with_1_when_something_is_refused(backlog: Backlog) -> None:
    place = backlog.put("disk full")

    done = run("redrive", "failures", "--yes")

    assert done.return_value == 1
    assert f"{place}: left: unreadable: this is not JSON" in done.stderr
    assert "1 refused, each named above" in done.stderr


@pytest.mark.parametrize("options", [("--limit", "1"), ("--error-type", "KeyError")])
def test_redrive_asks_for_what_is_selected(
    backlog: Backlog, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _self: True)
    backlog.fill(2)

    done = run("redrive", "failures", *options, input="n\n")

    assert "Send the selected events of about 2 records in failures back" in done.output


def test_redrive_without_a_terminal_needs_a_yes(backlog: Backlog) -> None:
    backlog.fill(1)

    done = run("redrive", "failures")

    assert getattr(done.exception, "exit_code", None) == 2
    assert "give --yes" in str(done.exception)
    assert backlog.accepted == []


@pytest.mark.parametrize(("answer", "sent"), [("y\n", 1), ("n\n", 0)])
def test_redrive_asks_on_a_terminal(
    backlog: Backlog, answer: str, sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _self: True)
    backlog.fill(1)

    done = run("redrive", "failures", input=answer)

    assert "Send the events of about 1 record in failures back" in done.output
    assert len(backlog.accepted) == sent
    if not sent:
        assert getattr(done.exception, "exit_code", None) == 1
        assert str(done.exception) == "nothing was sent"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("records", "no-such-queue"), "there is no queue no-such-queue in "),
        (("records", "no-such-queue"), ", account 000000000000"),
        (("redrive", "no-such-queue", "--yes"), "there is no queue no-such-queue"),
        (("records", GONE), f"there is no queue {GONE}"),
        (("records", "s3://no-such-bucket"), "there is no bucket no-such-bucket"),
        (("records", "a b"), "'a b' is not the name of a queue"),
        (("records", "failures", "--newer-than", "soon"), "'soon' is not a duration"),
        (("redrive", "failures", "--to", "a b"), "a b"),
        (("records", "arn:aws:sqs:eu-west-3:123456789012:q", "--region", "eu-west-1"), "eu-west-3"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: tuple[str, ...], complaint: str
) -> None:
    done = run(*arguments)

    assert complaint in str(done.exception)
    assert "\n" not in str(done.exception)


def test_why_a_message_was_parked(backlog: Backlog) -> None:
    reason = "not sent: came after the start"
    attributes = {"RedriveReason": {"DataType": "String", "StringValue": reason}}
    backlog.put(backlog.record(1), attributes)

    [line] = run("records", "failures", "--format", "jsonl").stdout.splitlines()
    assert json.loads(line)["redrive_reason"] == reason
    row = run("records", "failures").stdout.splitlines()[-1]
    assert f"{reason}; " in row
