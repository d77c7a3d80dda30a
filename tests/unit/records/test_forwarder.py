"""The forwarder of a `Redriver`: what each message and each answer of AWS leads to."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore import exceptions as boto

from constructs_eic.records.forwarder import LONGEST_MESSAGE_IN_MILLISECONDS
from tests.unit.records.forms import (
    ARN,
    QUALIFIED_ARN,
    event_text,
    lambda_attributes,
    notification,
    record_text,
)
from tests.unit.records.forwarding import PARKING, START, Around, message, text_attribute
from tests.unit.records.simulated import client_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

URL = "https://lambda.eu-west-1.amazonaws.com"
GOOD = record_text('{"price": 1.0}')


def raising(error: Exception, *, accepts: bool = False) -> Callable[..., tuple[Exception, bool]]:
    return lambda _: (error, accepts)


def test_an_event_is_sent_as_it_arrived_under_its_own_qualifier(
    caplog: pytest.LogCaptureFixture,
) -> None:
    around = Around()

    with caplog.at_level("INFO"):
        assert around.left_of(message(GOOD)) == []

    assert around.invoked == [
        {
            "FunctionName": ARN,
            "Qualifier": "live",
            "InvocationType": "Event",
            "Payload": b'{"price": 1.0}',
        }
    ]
    assert around.parked == []
    assert "e4b46cbf-b738-4f3a-8880-a18cdf61200e -> new" in caplog.text
    assert "price" not in caplog.text


def test_latest_is_invoked_without_a_qualifier_and_in_the_region_of_its_arn() -> None:
    around = Around()
    far = ARN.replace("eu-west-1", "ap-south-2")

    around.left_of(message(record_text(function_arn=f"{far}:$LATEST")))

    assert around.invoked[0].keys() == {"FunctionName", "InvocationType", "Payload"}
    assert around.regions == {("lambda", "ap-south-2")}


@pytest.mark.parametrize(
    "body",
    [
        json.dumps(notification(GOOD)),
        event_text(GOOD),
        json.dumps(notification(event_text(GOOD))),
    ],
    ids=["SNS", "EventBridge", "EventBridge in SNS"],
)
def test_a_record_in_an_envelope_is_sent(body: str) -> None:
    around = Around()

    assert around.left_of(message(body)) == []

    assert [each["Payload"] for each in around.invoked] == [b'{"price": 1.0}']


@pytest.mark.parametrize(
    ("sent", "is_sent"), [(START - timedelta(milliseconds=1), True), (START, False)]
)
def test_what_came_after_the_start_is_parked(sent: Any, is_sent: bool) -> None:
    around = Around()

    assert around.left_of(message(GOOD, sent=sent)) == []

    assert len(around.invoked) == is_sent
    assert around.reasons == ([] if is_sent else ["not sent: came after the start"])


DEAD_LETTER = lambda_attributes("e4b46cbf", "200", "no such order")


@pytest.mark.parametrize(
    ("body", "attributes", "reason"),
    [
        ("no record", {}, "refused: unreadable: "),
        (record_text("null"), {}, "refused: the request payload is null: Lambda drops the payload"),
        (record_text(None), {}, "refused: the record has no request payload"),
        (
            record_text(f'"{"x" * 2**20}"'),
            {},
            "refused: the event has 1,048,578 bytes; Lambda accepts at most 1,048,576",
        ),
        (
            record_text(condition="RecursiveInvocationDetected"),
            {},
            "not sent: stopped as a loop; --condition RecursiveInvocationDetected sends it",
        ),
        (
            record_text(condition="Success"),
            {},
            "not sent: not a failure; --condition Success sends it",
        ),
        (
            '{"order": 1}',
            DEAD_LETTER,
            "refused: a dead-letter message does not name the function; give --to",
        ),
    ],
)
def test_what_is_not_sent_is_parked_as_it_is(
    body: str, attributes: Mapping[str, Mapping[str, str]], reason: str
) -> None:
    around = Around()

    assert around.left_of(message(body, attributes=attributes)) == []

    assert around.invoked == []
    [parked] = around.parked
    assert (parked["QueueUrl"], parked["MessageBody"]) == (PARKING, body)
    kept = {name: each["stringValue"] for name, each in attributes.items()}
    told = {name: each["StringValue"] for name, each in parked["MessageAttributes"].items()}
    if "RedriveReason" in told:
        assert told.pop("RedriveReason").startswith(reason)
    else:
        assert len(body) > 2**20  # there is no place for it
    assert told == kept
    assert around.regions == {("sqs", "eu-west-1")}


PASSING = {
    "throttled": client_error("Invoke", "TooManyRequestsException", 429),
    "throttled with another status": client_error("Invoke", "ThrottlingException", 400),
    "server error": client_error("Invoke", "ServiceException", 500),
    "unavailable": client_error("Invoke", "ServiceUnavailable", 503),
    "the role's token has expired": client_error("Invoke", "ExpiredTokenException", 403),
    "connection refused": boto.EndpointConnectionError(endpoint_url=URL),
    "connection timeout": boto.ConnectTimeoutError(endpoint_url=URL),
    "answer of nobody": ValueError("no JSON"),
}
IN_DOUBT = {
    "read timeout": boto.ReadTimeoutError(endpoint_url=URL),
    "connection cut": boto.ConnectionClosedError(endpoint_url=URL),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_may_pass_leaves_the_message_in_the_queue(name: str) -> None:
    around = Around(raising(PASSING[name]))

    assert around.left_of(message(GOOD)) == ["1"]

    assert around.requests == {"invoke": 1}


@pytest.mark.parametrize("name", IN_DOUBT)
def test_an_event_without_an_answer_is_kept_so_that_it_is_not_lost(name: str) -> None:
    around = Around(raising(IN_DOUBT[name], accepts=True))

    assert around.left_of(message(GOOD)) == ["1"]

    assert (len(around.invoked), around.parked) == (1, [])


def test_an_answer_that_is_not_lambdas_leaves_the_message() -> None:
    around = Around(status=200)

    assert around.left_of(message(GOOD)) == ["1"]
    assert around.parked == []


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("ResourceNotFoundException", 404),
        ("AccessDeniedException", 403),
        ("RequestTooLargeException", 413),
        ("InvalidRequestContentException", 400),
        ("RecursiveInvocationException", 400),
    ],
)
def test_what_lambda_never_accepts_is_parked_with_its_reason(code: str, status: int) -> None:
    around = Around(raising(client_error("Invoke", code, status)))

    assert around.left_of(message(GOOD)) == []

    assert around.reasons == [f"refused by Lambda: {code}: made up"]
    assert around.parked[0]["MessageBody"] == GOOD


@pytest.mark.parametrize("name", [*PASSING, *IN_DOUBT])
def test_a_message_that_may_not_be_parked_yet_stays(name: str) -> None:
    around = Around(park_raises=raising({**PASSING, **IN_DOUBT}[name], accepts=name in IN_DOUBT))

    assert around.left_of(message("no record")) == ["1"]
    assert around.requests == {"send_message": 1}


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("AccessDenied", 403),
        ("AWS.SimpleQueueService.NonExistentQueue", 400),
        ("KmsThrottled", 400),
        ("OverLimit", 403),
        ("RequestThrottled", 400),
    ],
)
def test_a_message_that_cannot_be_parked_stays(code: str, status: int) -> None:
    around = Around(park_raises=raising(client_error("SendMessage", code, status)))

    assert around.left_of(message("no record")) == ["1"]
    assert around.requests == {
        "send_message": 1
    }  # without the reason, it would be parked for no reason


def test_a_parking_queue_for_shorter_messages_gets_it_without_the_reason() -> None:
    too_long = client_error("SendMessage", "InvalidParameterValue", 400)

    def refuse(request: Mapping[str, Any]) -> tuple[Exception | None, bool]:
        is_long = bool(request["MessageAttributes"])
        return (too_long, False) if is_long else (None, True)

    around = Around(park_raises=refuse)

    assert around.left_of(message("no record")) == []
    assert around.reasons == [None]


@pytest.mark.parametrize(("count", "has_reason"), [(9, True), (10, False)])
def test_ten_attributes_are_kept_rather_than_the_reason(count: int, has_reason: bool) -> None:
    around = Around()
    attributes = {f"a{number}": text_attribute(f"{number}") for number in range(count)}

    assert around.left_of(message("no record", attributes=attributes)) == []

    told = around.parked[0]["MessageAttributes"]
    assert told.keys() - {"RedriveReason"} == attributes.keys()
    assert ("RedriveReason" in told) == has_reason


def test_attributes_of_every_type_are_kept() -> None:
    around = Around()
    attributes = {
        "count": text_attribute("7", "Number.int"),
        "picture": {
            "binaryValue": base64.b64encode(b"\x00\xff").decode(),
            "dataType": "Binary.png",
        },
        "RedriveReason": text_attribute("from an earlier run"),
    }

    around.left_of(message("no record", attributes=attributes))

    told = around.parked[0]["MessageAttributes"]
    assert told["count"] == {"DataType": "Number.int", "StringValue": "7"}
    assert told["picture"] == {"DataType": "Binary.png", "BinaryValue": b"\x00\xff"}
    assert told["RedriveReason"]["StringValue"].startswith("refused: unreadable: ")


def test_a_reason_holds_only_what_sqs_accepts() -> None:
    error = client_error("Invoke", "AccessDeniedException", 403)
    error.response["Error"]["Message"] = "no\x00\nway\ufffe" + "x" * 2000
    around = Around(raising(error))

    around.left_of(message(GOOD))

    [reason] = around.reasons
    assert reason is not None
    assert reason.startswith("refused by Lambda: AccessDeniedException: no  way x")
    assert len(reason) == 1000


def test_one_message_decides_nothing_about_the_others() -> None:
    throttled = record_text('"throttled"')

    def answer(request: Mapping[str, Any]) -> tuple[Exception | None, bool]:
        if request["Payload"] == b'"throttled"':
            return PASSING["throttled"], False
        return None, True

    around = Around(answer)
    messages = [
        message(GOOD, id_="good"),
        message(throttled, id_="throttled"),
        message("no record", id_="unreadable"),
        {"messageId": "of nobody", "body": "{}", "attributes": {}},
        message(GOOD, id_="good, too"),
        message(GOOD, id_="good"),
    ]

    assert around.left_of(*messages) == ["throttled", "of nobody"]
    assert (len(around.invoked), len(around.parked)) == (3, 1)


def test_no_message_is_begun_that_could_not_be_finished() -> None:
    left = iter([LONGEST_MESSAGE_IN_MILLISECONDS, LONGEST_MESSAGE_IN_MILLISECONDS - 1])
    around = Around(milliseconds_left=lambda: next(left))

    assert around.left_of(message(GOOD, id_="1"), message(GOOD, id_="2")) == ["2"]
    assert len(around.invoked) == 1


def test_the_qualifier_of_a_record_is_part_of_its_arn() -> None:
    around = Around()

    around.left_of(message(record_text(function_arn=QUALIFIED_ARN)))

    assert (around.invoked[0]["FunctionName"], around.invoked[0]["Qualifier"]) == (ARN, "live")
