"""What a record contains, in every form in which it can arrive."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_eic import InvocationRecord, InvocationRecordError
from tests.unit.records.forms import (
    ARN,
    DEAD_LETTERS,
    QUALIFIED_ARN,
    WRAPPINGS,
    notification,
    received,
    record_text,
    sqs_attributes,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SPACES = st.text(" \t\r\n", max_size=2)
STRINGS = st.text(max_size=8).map(json.dumps) | st.text(max_size=8).map(
    lambda text: json.dumps(text, ensure_ascii=False)
)
NUMBERS = st.from_regex(
    r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,9})?([eE][+-]?[0-9]{1,4})?", fullmatch=True
)


def _joined(opening: str, parts: list[str], space: str, closing: str) -> str:
    return f"{opening}{space}{f'{space},{space}'.join(parts)}{space}{closing}"


def _containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    member = st.builds(
        lambda name, space, value: f"{name}{space}:{space}{value}", STRINGS, SPACES, inner
    )
    return st.builds(
        lambda parts, space: _joined("[", parts, space, "]"), st.lists(inner, max_size=4), SPACES
    ) | st.builds(  # names may repeat
        lambda parts, space: _joined("{", parts, space, "}"), st.lists(member, max_size=4), SPACES
    )


JSON_TEXTS = st.recursive(
    st.sampled_from(["null", "true", "false"]) | NUMBERS | STRINGS, _containers, max_leaves=12
)


@pytest.mark.parametrize("wrapping", WRAPPINGS)
def test_the_record_is_read_in_every_form(wrapping: str) -> None:
    record = InvocationRecord.parse(WRAPPINGS[wrapping](record_text('{"id": 7}')))

    assert record == InvocationRecord(
        version="1.0",
        timestamp=datetime(2026, 11, 14, 18, 16, 5, 568000, timezone.utc),
        request_id="e4b46cbf-b738-4f3a-8880-a18cdf61200e",
        function_arn=QUALIFIED_ARN,
        condition="RetriesExhausted",
        approximate_invoke_count=3,
        request_payload_json='{"id": 7}',
        status_code=200,
        executed_version="7",
        function_error="Unhandled",
        response_payload_json='{"errorMessage": "no such order", "errorType": "ValueError"}',
        error_type="ValueError",
        error_message="no such order",
    )
    assert (record.function_name, record.qualifier) == ("resize", "live")
    assert record.request_payload == {"id": 7}


@given(payload=JSON_TEXTS, wrapping=st.sampled_from(sorted(WRAPPINGS)))
def test_a_payload_keeps_every_character_in_every_form(payload: str, wrapping: str) -> None:
    record = InvocationRecord.parse(WRAPPINGS[wrapping](record_text(payload)))

    assert record.request_payload_json == payload


@given(payload=JSON_TEXTS, space=SPACES, kind=st.sampled_from(sorted(DEAD_LETTERS)))
def test_a_dead_letter_keeps_every_character_of_the_event(
    payload: str, space: str, kind: str
) -> None:
    message = DEAD_LETTERS[kind](f"{space}{payload}{space}", "request-1", "200", "it broke")

    assert InvocationRecord.parse(message) == InvocationRecord(
        request_id="request-1",
        request_payload_json=payload,
        status_code=200,
        error_message="it broke",
    )


def test_the_event_of_a_dead_letter_is_not_taken_apart() -> None:
    event = json.dumps(notification(record_text()))
    message = received(event, sqs_attributes("request-1", "200", "it broke"))

    assert InvocationRecord.parse(message).request_payload_json == event


def test_a_payload_that_is_a_record_is_not_taken_apart() -> None:
    inner = record_text('{"inner":true}')

    assert InvocationRecord.parse(record_text(inner)).request_payload_json == inner


@given(
    fields=st.fixed_dictionaries(
        {},
        optional={
            "version": st.just("1.0"),
            "requestPayload": st.none() | st.integers() | st.text(),
            "responsePayload": st.none() | st.integers() | st.text() | st.just([1]),
            "responseContext": st.none()
            | st.fixed_dictionaries({}, optional={"statusCode": st.integers(100, 599)}),
        },
    ),
    context=st.fixed_dictionaries(
        {"functionArn": st.sampled_from([ARN, QUALIFIED_ARN, f"{ARN}:$LATEST", f"{ARN}:3"])},
        optional={
            "requestId": st.none() | st.text(),
            "condition": st.none() | st.text(),
            "approximateInvokeCount": st.none() | st.integers(0, 3),
        },
    ),
)
def test_what_a_record_does_not_tell_is_none(
    fields: dict[str, Any], context: dict[str, Any]
) -> None:
    record = InvocationRecord.parse({**fields, "requestContext": context})

    assert record.version == fields.get("version")
    assert record.timestamp is None
    assert record.request_id == context.get("requestId")
    assert record.function_arn == context["functionArn"]
    assert record.condition == context.get("condition")
    assert record.approximate_invoke_count == context.get("approximateInvokeCount")
    assert record.status_code == (fields.get("responseContext") or {}).get("statusCode")
    assert record.request_payload == fields.get("requestPayload")
    assert record.response_payload == fields.get("responsePayload")
    assert record.error_type is None
    assert (record.request_payload_json is None) == ("requestPayload" not in fields)


@given(
    moment=st.datetimes(min_value=datetime(1970, 1, 1)),
    minutes=st.integers(-12 * 60, 14 * 60),
)
def test_a_timestamp_is_read_with_its_time_zone(moment: datetime, minutes: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))

    assert InvocationRecord.parse(record_text(timestamp=aware.isoformat())).timestamp == aware


@pytest.mark.parametrize(
    ("text", "microsecond"), [("05Z", 0), ("05.5Z", 500000), ("05.123456789Z", 123456)]
)
def test_fractions_of_a_second_of_any_length(text: str, microsecond: int) -> None:
    timestamp = InvocationRecord.parse(record_text(timestamp=f"2026-11-14T18:16:{text}")).timestamp

    assert timestamp == datetime(2026, 11, 14, 18, 16, 5, microsecond, timezone.utc)


def test_numbers_that_python_cannot_hold_are_sent_on_as_they_are() -> None:
    long = "9" * 5000
    payload = f'{{"long": {long}, "far": 1E400, "whole": 1.0, "a": 1, "a": 2}}'
    record = InvocationRecord.parse(record_text(payload))

    assert record.request_payload_json == payload
    with pytest.raises(InvocationRecordError, match="this is not JSON"):
        _ = record.request_payload


def test_a_loop_that_lambda_stopped_is_recognised() -> None:
    assert InvocationRecord.parse(record_text(condition="RecursiveInvocation")).is_recursion
    assert not InvocationRecord.parse(record_text()).is_recursion


def test_binary_attributes_of_a_message_do_no_harm() -> None:
    message = received(record_text(), {"trace": {"BinaryValue": b"\xff", "DataType": "Binary"}})

    assert InvocationRecord.parse(message).function_name == "resize"


NOT_TEXT: Any = 3
DEEP = 200_000
MALFORMED: dict[str, tuple[Callable[[], Any], str]] = {
    "nothing": (lambda: "", "this is not JSON"),
    "words": (lambda: "disk full", "this is not JSON"),
    "cut off": (lambda: record_text()[:-1], "',' or '}' is expected where it ends"),
    "more after it": (lambda: record_text() + "x", "there is more after its end"),
    "a list": (lambda: "[1]", "a JSON object is expected, not [1]"),
    "a number": (lambda: "17", "a JSON object is expected, not 17"),
    "an event": (lambda: '{"order": 1}', "neither a record of Lambda nor a message"),
    "byte order mark": (lambda: "\ufeff" + record_text(), "byte order mark"),
    "byte order mark in bytes": (
        lambda: record_text().encode("utf-8-sig"),
        "byte order mark",
    ),
    "not UTF-8": (lambda: b'{"requestContext": "\xff"}', "byte 20 is not UTF-8"),
    "UTF-16": (lambda: record_text().encode("utf-16"), "byte 0 is not UTF-8"),
    "half a surrogate pair": (lambda: record_text('"\ud800"'), "half of a surrogate pair"),
    "half a surrogate pair in a message": (
        lambda: json.dumps(received(record_text('"\ud800"'))),
        "half of a surrogate pair",
    ),
    "NaN": (lambda: record_text("NaN"), "NaN is not JSON"),
    "-Infinity deep inside": (lambda: record_text('[{"a": -Infinity}]'), "-Infinity is not JSON"),
    "NaN in a mapping": (lambda: {"requestContext": float("nan")}, "this cannot be JSON"),
    "a set in a mapping": (lambda: {"requestContext": {1}}, "set is not a type of JSON"),
    "nested lists": (lambda: record_text("[" * DEEP + "]" * DEEP), "nested too deeply"),
    "nested objects": (lambda: '{"a":' * DEEP + "1" + "}" * DEEP, "nested too deeply"),
    "a name twice": (
        lambda: record_text('1,"requestPayload":2'),
        "'requestPayload' occurs twice",
    ),
    "a name twice in the context": (
        lambda: f'{{"requestContext": {{"functionArn": "{ARN}", "functionArn": "{ARN}"}}}}',
        "'functionArn' occurs twice",
    ),
    "a line break in a string": (lambda: record_text('"\n"'), "this is not JSON"),
    "a leading zero": (lambda: record_text("01"), "',' or '}' is expected"),
    "a trailing comma": (lambda: record_text("[1,]"), "this is not JSON"),
    "a context that is text": (lambda: {"requestContext": "x"}, "a JSON object is expected"),
    "no function": (lambda: {"requestContext": {}}, "no functionArn"),
    "null for the function": (
        lambda: {"requestContext": {"functionArn": None}},
        "functionArn is null",
    ),
    "a queue for the function": (
        lambda: record_text(function_arn="arn:aws:sqs:eu-west-1:123456789012:q"),
        "not of a Lambda function",
    ),
    "a name for the function": (
        lambda: record_text(function_arn="resize"),
        "not the ARN of a function",
    ),
    "an expression for the function": (
        lambda: record_text(function_arn="${aws_lambda_function.f.arn}"),
        "not the ARN of a function",
    ),
    "a number for the request": (
        lambda: {"requestContext": {"functionArn": ARN, "requestId": 7}},
        "requestId is not a string: 7",
    ),
    "text for the count": (
        lambda: {"requestContext": {"functionArn": ARN, "approximateInvokeCount": "3"}},
        "approximateInvokeCount is not an integer",
    ),
    "true for the count": (
        lambda: {"requestContext": {"functionArn": ARN, "approximateInvokeCount": True}},
        "approximateInvokeCount is not an integer: true",
    ),
    "a long count": (
        lambda: (
            f'{{"requestContext":{{"functionArn":"{ARN}","approximateInvokeCount":{"9" * 5000}}}}}'
        ),
        "too long a number",
    ),
    "a far status": (
        lambda: (
            f'{{"requestContext":{{"functionArn":"{ARN}"}},"responseContext":{{"statusCode":1E999}}}}'
        ),
        "statusCode is not an integer",
    ),
    "another version": (
        lambda: {"version": "2.0", "requestContext": {"functionArn": ARN}},
        "version is '2.0'; only 1.x is known",
    ),
    "no time": (lambda: record_text(timestamp="yesterday"), "is not a time such as"),
    "no such day": (
        lambda: record_text(timestamp="2026-02-30T00:00:00Z"),
        "timestamp '2026-02-30T00:00:00Z': day ",
    ),
    "no such zone": (
        lambda: record_text(timestamp="2026-02-03T00:00:00+99:00"),
        "timestamp '2026-02-03T00:00:00+99:00'",
    ),
    "a message without text": (lambda: {"Body": {"a": 1}}, "Body is not a string"),
    "a message with null": (lambda: {"Body": None}, "Body is null"),
    "a message with words": (lambda: received("hello"), "this is not JSON"),
    "a message with attributes that are none": (
        lambda: {"Body": record_text(), "MessageAttributes": 3},
        "a JSON object is expected, not 3",
    ),
    "two messages": (
        lambda: {"Messages": [received(record_text())] * 2},
        "'Messages' holds 2 messages; give them one by one",
    ),
    "no messages": (lambda: {"Records": []}, "'Records' holds 0 messages"),
    "messages that are none": (lambda: {"Records": 1}, "a JSON array is expected"),
    "a message in itself": (
        lambda: _message_in_messages(20),
        "wrapped more than 8 times",
    ),
    "an event of something else": (
        lambda: {"detail-type": "EC2 Instance State-change", "detail": {"state": "stopped"}},
        "neither a record",
    ),
    "a dead letter that is not JSON": (
        lambda: received("disk full", sqs_attributes("r", "200", "")),
        "this is not JSON",
    ),
    "a dead letter's odd code": (
        lambda: received("{}", sqs_attributes("r", "many", "")),
        "ErrorCode is not an integer: many",
    ),
    "neither text nor mapping": (lambda: NOT_TEXT, "not int"),
}


def _message_in_messages(depth: int) -> dict[str, Any]:
    message: dict[str, Any] = received(record_text("{}"))
    for _ in range(depth):
        message = {"Sns": message}
    return message


@pytest.mark.parametrize("kind", MALFORMED)
def test_malformed_input_is_one_error_that_says_what_is_wrong(kind: str) -> None:
    make, reason = MALFORMED[kind]

    with pytest.raises(InvocationRecordError) as caught:
        InvocationRecord.parse(make())

    assert reason in str(caught.value)
    assert len(str(caught.value)) < 400


@given(st.text() | st.binary() | JSON_TEXTS)
def test_no_text_raises_anything_else(source: str | bytes) -> None:
    with contextlib.suppress(InvocationRecordError):
        InvocationRecord.parse(source)


@given(data=st.data(), payload=JSON_TEXTS, wrapping=st.sampled_from(sorted(WRAPPINGS)))
def test_a_damaged_record_raises_nothing_else(
    data: st.DataObject, payload: str, wrapping: str
) -> None:
    form = WRAPPINGS[wrapping](record_text(payload))
    text = (
        form
        if isinstance(form, bytes)
        else (form if isinstance(form, str) else json.dumps(form)).encode()
    )
    place = data.draw(st.integers(0, len(text) - 1))
    damage = data.draw(st.binary(max_size=3))

    with contextlib.suppress(InvocationRecordError):
        InvocationRecord.parse(text[:place] + damage + text[place + 1 :])
