"""A run of the forwarder: what it changes, in which order, and what it says at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic.records import AwsError
from tests.unit.records.redriver.simulated_redriver import (
    FUNCTION_ARN,
    NAME,
    NOON,
    PARKING_URL,
    QUEUE,
    REGION,
    UUID,
    SimulatedRedriver,
    failure,
    run_of,
)

if TYPE_CHECKING:
    from constructs_eic.records import RedriverProgress


def silent(_progress: RedriverProgress) -> None:
    """Hear nothing."""


def test_the_mapping_is_enabled_until_the_queue_is_empty_and_disabled_again() -> None:
    aws = SimulatedRedriver(messages=1_000_000, per_second=900)
    notes: list[str] = []

    done = run_of(aws, notes.append).run(silent)

    assert (done.total, done.sent, done.parked, done.waiting) == (1_000_000, 1_000_000, 0, 0)
    assert done.is_complete
    assert aws.state == "Disabled"
    assert notes == []


def test_the_forwarder_knows_the_start_before_the_mapping_is_enabled() -> None:
    aws = SimulatedRedriver()

    run_of(aws).run(silent)

    assert aws.variables == {
        "PARKING_QUEUE_URL": PARKING_URL,
        "LOG_LEVEL": "INFO",
        "REDRIVE_START": "2026-11-24T12:00:01.000+00:00",
    }
    assert aws.enabled_at is not None
    assert aws.enabled_at >= 1  # later than the start: what fails again is parked
    updated = aws.calls.index("UpdateFunctionConfiguration")
    enabled = aws.calls.index("UpdateEventSourceMapping")
    assert aws.calls[updated:enabled].count("GetFunctionConfiguration") >= 1


def test_what_is_parked_is_counted_and_is_not_sent() -> None:
    aws = SimulatedRedriver(messages=500, refused=30, parked=7)

    done = run_of(aws).run(silent)

    assert (done.sent, done.parked, done.waiting) == (470, 30, 0)
    assert not done.is_complete


def test_progress_has_counts_rate_and_time_left() -> None:
    aws = SimulatedRedriver(messages=90_000, per_second=100, refused=10)
    heard: list[RedriverProgress] = []

    run_of(aws).run(heard.append)

    one = next(each for each in heard if each.gone > 30_000)
    assert one.per_second == pytest.approx(100)
    assert one.seconds_left == pytest.approx(one.waiting / 100)
    assert one.parked == 10
    assert heard[-1].waiting == 0


def test_the_queue_has_to_be_empty_for_a_minute() -> None:
    aws = SimulatedRedriver(messages=100, per_second=100)
    counted: list[int] = []

    def late(name: str, given: dict[str, Any]) -> None:
        # What SQS had not counted yet appears half a minute later.
        if name == "GetQueueAttributes" and given["QueueUrl"] != PARKING_URL and not aws.messages:
            counted.append(1)
            if len(counted) == 6:
                aws.messages = 50

    aws.rule = late
    done = run_of(aws).run(silent)

    assert aws.sent == 150
    assert done.waiting == 0
    assert len(counted) >= 6 + 12


def test_an_empty_queue_changes_nothing() -> None:
    aws = SimulatedRedriver(messages=0)

    done = run_of(aws).run(silent)

    assert done.is_complete
    assert not {"UpdateFunctionConfiguration", "UpdateEventSourceMapping"} & aws.asked.keys()


def test_to_look_changes_nothing() -> None:
    aws = SimulatedRedriver()

    done = run_of(aws).look()

    assert (done.total, done.waiting, done.sent) == (1_000, 1_000, 0)
    assert not {"UpdateFunctionConfiguration", "UpdateEventSourceMapping"} & aws.asked.keys()


def test_a_mapping_that_somebody_else_disables_ends_it() -> None:
    aws = SimulatedRedriver(messages=1_000_000, per_second=10)

    def applied(name: str, _given: dict[str, Any]) -> None:
        if name == "GetEventSourceMapping" and aws.time > 300:
            aws.state = "Disabled"

    aws.rule = applied
    done = run_of(aws).run(silent)

    assert "somebody else disabled the event source mapping" in (done.incomplete_reason or "")
    assert done.waiting > 990_000
    assert not done.is_complete


def test_a_queue_that_does_not_move_is_said_every_ten_minutes() -> None:
    aws = SimulatedRedriver(per_second=0)
    notes: list[str] = []

    def hour(_number: int) -> None:
        if aws.time > 3_600:
            aws.per_second = 100

    aws.times = hour
    run_of(aws, notes.append).run(silent)

    assert len(notes) in (5, 6)
    assert "nothing has left the queue for 10 minutes: the forwarder's log says why" in notes[0]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"FunctionResponseTypes": []}, "SQS would delete what could not be sent"),
        (
            {
                "FunctionResponseTypes": ["ReportBatchItemFailures"],
                "FilterCriteria": {"Filters": [{"Pattern": "{}"}]},
            },
            "Lambda deletes the messages that do not match",
        ),
        (
            {"FunctionResponseTypes": ["ReportBatchItemFailures"], "State": "Enabled"},
            f"already enabled (state Enabled, since {NOON}): another redrive runs, or was killed",
        ),
    ],
)
def test_a_mapping_that_would_lose_or_repeat_events_is_refused(
    told: dict[str, Any], reason: str
) -> None:
    with pytest.raises(AwsError) as caught:
        run_of(SimulatedRedriver(mapping=told))

    assert reason in str(caught.value)
    assert UUID in str(caught.value)


def settling(aws: SimulatedRedriver, state: str, then: str) -> None:
    """Let the mapping be in a passing state when it is found, and in another one from then on."""

    def rule(name: str, _given: dict[str, Any]) -> None:
        if name == "GetEventSourceMapping" and aws.state == state:
            aws.state = then

    aws.state = state
    aws.rule = rule


@pytest.mark.parametrize("state", ["Creating", "Updating", "Disabling"])
def test_a_mapping_that_is_about_to_be_disabled_is_waited_for(state: str) -> None:
    aws = SimulatedRedriver()
    settling(aws, state, "Disabled")

    assert run_of(aws).run(silent).is_complete
    assert aws.state == "Disabled"


@pytest.mark.parametrize("state", ["Disabled", "Updating"])
def test_a_mapping_that_somebody_else_enables_first_is_left_to_them(state: str) -> None:
    aws = SimulatedRedriver()
    settling(aws, state, "Enabled")

    with pytest.raises(AwsError, match="it is already enabled"):
        run_of(aws).run(silent)

    assert aws.state == "Enabled"
    assert aws.asked["UpdateEventSourceMapping"] == 0


def test_a_forwarder_that_parks_in_its_own_queue_is_refused() -> None:
    aws = SimulatedRedriver()
    aws.variables["PARKING_QUEUE_URL"] = PARKING_URL.replace("parked-orders", QUEUE)
    with pytest.raises(AwsError, match="parks in the queue that it reads"):
        run_of(aws)


def test_a_parking_queue_may_be_in_another_region() -> None:
    aws = SimulatedRedriver()
    aws.variables["PARKING_QUEUE_URL"] = PARKING_URL.replace(REGION, "us-west-2")
    assert run_of(aws).look().total == aws.messages


def test_a_function_that_is_no_forwarder_is_refused() -> None:
    with pytest.raises(AwsError, match="is not the forwarder of a Redriver") as caught:
        run_of(SimulatedRedriver(variables={}))

    assert caught.value.is_usage


def test_variables_that_cannot_be_read_are_not_overwritten() -> None:
    aws = SimulatedRedriver()

    def hidden(name: str, _given: dict[str, Any]) -> dict[str, Any] | None:
        error = {"ErrorCode": "AccessDeniedException", "Message": "no kms:Decrypt"}
        return {"Environment": {"Error": error}} if name == "GetFunctionConfiguration" else None

    aws.rule = hidden
    with pytest.raises(AwsError, match=r"variables cannot be read \(no kms:Decrypt\)"):
        run_of(aws)


@pytest.mark.parametrize(
    ("operation", "code", "reason"),
    [
        ("GetFunctionConfiguration", "ResourceNotFoundException", "there is no function orders-"),
        ("ListEventSourceMappings", "AccessDeniedException", "allow lambda:ListEventSourceMap"),
        ("GetQueueAttributes", "AccessDenied", "allow sqs:GetQueueAttributes"),
    ],
)
def test_what_cannot_be_found_or_read_is_named(operation: str, code: str, reason: str) -> None:
    aws = SimulatedRedriver(rule=lambda name, _: failure(code) if name == operation else None)

    with pytest.raises(AwsError, match=reason):
        run_of(aws)


def test_two_mappings_or_none_are_refused() -> None:
    aws = SimulatedRedriver()
    aws.rule = lambda name, _: (
        {"EventSourceMappings": []} if name == "ListEventSourceMappings" else None
    )

    with pytest.raises(AwsError, match="no event source mapping gives the messages of arn:aws:sqs"):
        run_of(aws)


OTHER_UUID = UUID.replace("5", "6")


@pytest.mark.parametrize(
    ("state", "is_refused"), [("Enabled", True), ("Enabling", True), ("Disabled", False)]
)
def test_another_function_that_reads_the_queue(state: str, is_refused: bool) -> None:
    aws = SimulatedRedriver()
    other = FUNCTION_ARN.replace(NAME, "another-redriver")
    two = [{"FunctionArn": other, "UUID": OTHER_UUID, "State": state}, aws._told()]
    aws.rule = lambda name, _: (
        {"EventSourceMappings": two} if name == "ListEventSourceMappings" else None
    )

    if not is_refused:
        assert run_of(aws).mapping.uuid == UUID
        return
    with pytest.raises(AwsError) as refused:
        run_of(aws)
    assert str(refused.value) == (
        f"{other} reads arn:aws:sqs:eu-west-1:123456789012:failed-orders, too, and would take a part of its "
        f"messages: the event source mapping {OTHER_UUID} is enabled; disable it: 'aws lambda "
        f"update-event-source-mapping --uuid {OTHER_UUID} --no-enabled --region eu-west-1'"
    )


def test_a_deployment_meanwhile_is_not_undone() -> None:
    aws = SimulatedRedriver()
    run = run_of(aws)
    aws.revision += 1
    aws.variables["LOG_LEVEL"] = "DEBUG"

    with pytest.raises(AwsError, match="was changed meanwhile, by a deployment or another redrive"):
        run.run(silent)

    assert "REDRIVE_START" not in aws.variables
    assert aws.asked["UpdateEventSourceMapping"] == 0
