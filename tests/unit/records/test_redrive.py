"""What is sent back, where it is sent, and what is left."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic.records import RedriveResult, Refused, Selection, Sent, Skipped, redrive
from tests.unit.records.backlog import Invocation
from tests.unit.records.forms import WRAPPINGS, record_text, sqs_attributes

if TYPE_CHECKING:
    from tests.unit.records.backlog import Backlog, Call
    from tools.proxy import Answer, Forward, Request


def sent_back(source: str = "failures", **how: Any) -> tuple[RedriveResult, list[Any]]:
    outcomes: list[Any] = []
    return redrive(source, report=outcomes.append, **how), outcomes


def test_every_event_is_sent_once_and_its_record_removed(backlog: Backlog) -> None:
    backlog.fill(25)

    done, outcomes = sent_back()

    assert backlog.numbers() == list(range(25))
    assert (done.sent, done.refused, done.perhaps_twice, done.is_complete) == (25, 0, 0, True)
    assert {one.record.request_id for one in outcomes} == {f"request-{n}" for n in range(25)}
    assert len({one.request_id for one in outcomes}) == 25
    assert (backlog.visible(), backlog.held()) == ([], 0)


def test_an_event_goes_to_the_qualifier_of_its_record_to_the_character(backlog: Backlog) -> None:
    payload = '{"a": 1.0, "a": 1E400, "long": 123456789012345678901234567890, "text": "\\u00e9é"}'
    backlog.put(record_text(payload, function_arn=f"{backlog.arn}:live"))
    backlog.put(record_text(payload, function_arn=f"{backlog.arn}:1"))
    backlog.put(record_text(payload, function_arn=f"{backlog.arn}:$LATEST"))
    backlog.put(record_text(payload, function_arn=backlog.arn))

    sent_back()

    assert sorted(backlog.accepted, key=str) == [
        Invocation("resize", "1", payload),
        Invocation("resize", "live", payload),
        Invocation("resize", None, payload),
        Invocation("resize", None, payload),
    ]


def test_records_in_notifications_and_events_are_sent_as_well(backlog: Backlog) -> None:
    for number, wrapping in enumerate(("itself", "SNS", "EventBridge")):
        form = WRAPPINGS[wrapping](backlog.record(number))
        backlog.put(form if isinstance(form, str) else json.dumps(form))

    done, _ = sent_back()

    assert (done.sent, backlog.numbers()) == (3, [0, 1, 2])


def test_a_dead_letter_is_sent_where_it_is_told(backlog: Backlog) -> None:
    event = json.dumps({"Records": [{"Sns": {"Message": "not a record"}}]})
    backlog.put(event, sqs_attributes("request-1", "200", "it broke"))

    refused, [outcome] = sent_back()
    sent, _ = sent_back(to="resize:live")

    assert (refused.sent, refused.refused) == (0, 1)
    assert "does not name the function; give to=" in str(outcome)
    assert sent.sent == 1
    assert backlog.accepted == [Invocation("resize", "live", event)]


@pytest.mark.parametrize(
    ("to", "function", "qualifier"),
    [
        ("other", "other", None),
        ("resize:1", "resize", "1"),
        (":1", "resize", "1"),
        (":$LATEST", "resize", None),
    ],
)
def test_events_go_to_another_function_or_qualifier(
    backlog: Backlog, to: str, function: str, qualifier: str | None
) -> None:
    backlog.account.function("other")
    backlog.put(backlog.record(1, function_arn=f"{backlog.arn}:live"))

    sent_back(to=to)

    assert backlog.accepted == [Invocation(function, qualifier, '{"number": 1}')]


@pytest.mark.parametrize("to", ["", ":", "a:b:c", "arn:aws:sqs:eu-west-1:123456789012:q", ":a b"])
def test_no_event_goes_to_what_is_no_function(to: str) -> None:
    with pytest.raises(ValueError, match=r"qualifier|function"):
        redrive("failures", to=to)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "a b",
        "s3://",
        "s3:///x",
        "s3://UPPER",
        "failures.fifo",
        "arn:aws:sns:eu-west-1:123456789012:t",
    ],
)
def test_what_is_no_source_is_refused(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")

    with pytest.raises(ValueError, match=r"queue|bucket"):
        redrive(source)


def test_what_cannot_be_sent_is_named_and_left(backlog: Backlog) -> None:
    hopeless = {
        "unreadable": "disk full",
        "no longer exists": backlog.record(1, function_arn=f"{backlog.arn}:canary"),
        "no request payload": record_text(None, function_arn=backlog.arn),
        "payload is null": record_text("null", function_arn=backlog.arn),
        "nested too deeply": record_text("[" * 100_000 + "]" * 100_000),
    }
    places = {backlog.put(body): reason for reason, body in hopeless.items()}
    backlog.fill(3)

    done, outcomes = sent_back()

    assert (done.sent, done.refused, done.is_complete) == (3, len(hopeless), False)
    refused = {one.id: str(one) for one in outcomes if isinstance(one, Refused)}
    assert refused.keys() == places.keys()
    for place, reason in places.items():
        assert reason in refused[place]
    assert sorted(backlog.visible()) == sorted(hopeless.values())


def test_an_event_over_lambdas_limit_is_named_and_left(backlog: Backlog) -> None:
    most = json.dumps("x" * (2**20 - 2))
    bucket = backlog.bucket(
        {
            name: record_text(payload, function_arn=backlog.arn).encode()
            for name, payload in {"most": most, "more": f'"x{most[1:]}'}.items()
        }
    )

    done, outcomes = sent_back(f"s3://{bucket}")

    assert [len(one.payload) for one in backlog.accepted] == [2**20]
    [refused] = [one for one in outcomes if isinstance(one, Refused)]
    assert (done.sent, refused.id) == (1, "more")
    assert "the event has 1,048,577 bytes; Lambda accepts at most 1,048,576 bytes" in refused.reason


@pytest.mark.parametrize("condition", ["Success", "RecursiveInvocation"])
def test_what_is_no_failure_is_left_unless_asked_for(backlog: Backlog, condition: str) -> None:
    backlog.put(backlog.record(1, condition=condition))

    left, [outcome] = sent_back()
    asked, _ = sent_back(selection=Selection(conditions=[condition]))

    assert isinstance(outcome, Skipped)
    assert (left.sent, left.is_complete, dict(left.skipped)) == (0, True, {outcome.reason: 1})
    assert f"conditions=[{condition!r}] sends it" in outcome.reason
    assert (asked.sent, backlog.numbers()) == (1, [1])


def test_only_what_the_filters_select_is_sent(backlog: Backlog) -> None:
    old, young = "2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"
    backlog.put(backlog.record(1, error_type="KeyError", timestamp=old))
    backlog.put(backlog.record(2, error_type="ValueError", timestamp=young))
    backlog.put(backlog.record(3, condition="EventAgeExceeded", timestamp=young))
    backlog.put(backlog.record(4, function_arn=f"{backlog.arn}:live", timestamp=old))

    for selection, number in (
        (Selection(error_types=["KeyError"]), 1),
        (Selection(conditions=["eventageexceeded"]), 3),
        (Selection(functions=["res*:live"]), 4),
        (Selection(functions=["resize"], newer_than=timedelta(days=1)), 2),
    ):
        done, _ = sent_back(selection=selection)
        assert done.sent == 1
        assert json.loads(backlog.accepted[-1].payload)["number"] == number
    done, _ = sent_back(selection=Selection(older_than=timedelta(days=1)))
    assert (done.sent, backlog.held()) == (0, 0)


def test_no_more_than_the_limit_is_sent_and_refused_ones_do_not_count(backlog: Backlog) -> None:
    for _ in range(5):
        backlog.put("not a record")
    backlog.fill(30)

    done, _ = sent_back(limit=12)

    assert (done.sent, len(backlog.accepted)) == (12, 12)
    assert len([body for body in backlog.visible() if body != "not a record"]) == 18
    assert backlog.held() == 0


def test_a_dry_run_sends_and_removes_nothing(backlog: Backlog) -> None:
    backlog.fill(12)

    done, outcomes = sent_back(dry_run=True, limit=11)

    assert (done.sent, backlog.accepted) == (11, [])
    assert str(outcomes[0]).endswith(f" -> {backlog.arn} (dry run)")
    assert len(backlog.visible()) == 12


def test_what_comes_after_the_start_is_not_sent(backlog: Backlog) -> None:
    def fail_again(call: Call, forward: Forward, request: Request) -> Answer | None:
        answer = forward(request)
        if call.operation == "Invoke":
            backlog.put(backlog.record(100 + call.number))
        return answer

    backlog.fill(15)
    backlog.rule = fail_again

    done, _ = sent_back()

    assert backlog.numbers() == list(range(15))
    assert dict(done.skipped) == {"came after the start": 15}
    assert len(backlog.visible()) == 15


def test_a_message_that_is_handed_out_twice_is_sent_once(backlog: Backlog) -> None:
    def twice(call: Call, forward: Forward, request: Request) -> Answer | None:
        answer = forward(request)
        if call.operation == "ReceiveMessage":
            told = json.loads(answer.body)
            if told.get("Messages"):
                told["Messages"] *= 2
                answer.body = json.dumps(told).encode()
        return answer

    backlog.fill(8)
    backlog.rule = twice

    done, _ = sent_back()

    assert (done.sent, backlog.numbers()) == (8, list(range(8)))
    assert (backlog.visible(), backlog.held()) == ([], 0)


def test_a_message_that_comes_again_after_it_was_removed_is_not_sent_again(
    backlog: Backlog,
) -> None:
    received: list[Answer] = []

    def again(call: Call, forward: Forward, request: Request) -> Answer | None:
        if call.operation == "ReceiveMessage" and len(received) == 1:
            received.append(received[0])
            return received[0]
        answer = forward(request)
        if call.operation == "ReceiveMessage" and b"MessageId" in answer.body:
            received.append(answer)
        return answer

    backlog.fill(4)
    backlog.rule = again

    done, _ = sent_back(limit=10)

    assert len(received) == 2
    assert (done.sent, backlog.numbers()) == (4, list(range(4)))


def test_slow_work_stays_invisible_to_others(backlog: Backlog) -> None:
    backlog.fill(6)

    done, _ = sent_back(max_rate=1.5, visibility_timeout=2)

    assert (done.sent, backlog.numbers()) == (6, list(range(6)))
    assert (backlog.visible(), backlog.held()) == ([], 0)


@pytest.mark.parametrize("delete", [False, True])
def test_objects_are_kept_unless_asked(backlog: Backlog, delete: bool) -> None:
    prefix = "aws/lambda/async/resize/2026/11/24/"
    records = {f"{prefix}{number}": backlog.record(number).encode() for number in range(12)}
    others = {"aws/lambda/async/": b"", "other": b"not a record"}
    bucket = backlog.bucket({**records, **others})

    done, outcomes = sent_back(f"s3://{bucket}/aws/", delete=delete)

    assert (done.sent, done.refused, backlog.numbers()) == (12, 0, list(range(12)))
    assert {one.id for one in outcomes if isinstance(one, Sent)} == records.keys()
    left = {one["Key"] for one in backlog.s3.list_objects_v2(Bucket=bucket)["Contents"]}
    assert left == (others.keys() if delete else records.keys() | others.keys())
    assert any("sent again by the next redrive" in note for note in done.notes) != delete


def test_connections_are_used_again(backlog: Backlog, caplog: pytest.LogCaptureFixture) -> None:
    backlog.fill(30)

    with caplog.at_level("DEBUG", logger="urllib3.connectionpool"):
        done, _ = sent_back(limit=30)

    opened = [text for text in caplog.messages if text.startswith("Starting new HTTP")]
    assert done.sent == 30
    assert 0 < len(opened) < 15
