"""Every form in which a record can arrive, as AWS writes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:resize"
QUALIFIED_ARN = f"{ARN}:live"


def record_text(
    payload: str | None = "{}",
    *,
    request_id: str = "e4b46cbf-b738-4f3a-8880-a18cdf61200e",
    function_arn: str = QUALIFIED_ARN,
    condition: str = "RetriesExhausted",
    error_type: str = "ValueError",
    timestamp: str = "2026-11-14T18:16:05.568Z",
) -> str:
    """A record of a failed event; it contains `payload` unchanged, `None` leaves it out."""
    response = json.dumps({"errorMessage": "no such order", "errorType": error_type})
    members = [
        '"version":"1.0"',
        f'"timestamp":{json.dumps(timestamp)}',
        f'"requestContext":{{"requestId":{json.dumps(request_id)},'
        f'"functionArn":{json.dumps(function_arn)},"condition":{json.dumps(condition)},'
        '"approximateInvokeCount":3}',
        *([] if payload is None else [f'"requestPayload":{payload}']),
        '"responseContext":{"statusCode":200,"executedVersion":"7","functionError":"Unhandled"}',
        f'"responsePayload":{response}',
    ]
    return f"{{{','.join(members)}}}"


def received(body: str, attributes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A message as `ReceiveMessage` returns it."""
    return {
        "MessageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
        "ReceiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "MD5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "Body": body,
        "Attributes": {"SentTimestamp": "1731607200000", "ApproximateReceiveCount": "1"},
        **({"MessageAttributes": dict(attributes)} if attributes else {}),
    }


def sqs_event(body: str, attributes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The event that a function receives from a queue."""
    return {
        "Records": [
            {
                "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
                "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
                "body": body,
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": dict(attributes or {}),
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:failures",
            }
        ]
    }


def notification(message: str, attributes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What SNS sends to a queue without raw message delivery."""
    return {
        "Type": "Notification",
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": "arn:aws:sns:eu-west-1:123456789012:failures",
        "Message": message,
        "Timestamp": "2026-11-14T18:16:06.000Z",
        **({"MessageAttributes": dict(attributes)} if attributes else {}),
    }


def sns_event(message: str, attributes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The event that a function receives from a topic."""
    return {
        "Records": [
            {
                "EventSource": "aws:sns",
                "EventVersion": "1.0",
                "Sns": notification(message, attributes),
            }
        ]
    }


def event_text(record: str) -> str:
    """What Lambda puts on an event bus, as text: it contains the record unchanged."""
    head = {
        "version": "0",
        "id": "17793124-05d4-b198-2fde-7ededc63b103",
        "detail-type": "Lambda Function Invocation Result - Failure",
        "source": "lambda",
        "account": "123456789012",
        "time": "2026-11-14T18:16:06Z",
        "region": "eu-west-1",
        "resources": [QUALIFIED_ARN],
    }
    return f'{json.dumps(head)[:-1]}, "detail": {record}}}'


WRAPPINGS: Mapping[str, Callable[[str], str | bytes | dict[str, Any]]] = {
    "itself": lambda record: record,
    "object of S3": lambda record: record.encode(),
    "message": received,
    "message as text": lambda record: json.dumps(received(record)),
    "answer of ReceiveMessage": lambda record: {"Messages": [received(record)]},
    "function's event from SQS": sqs_event,
    "SNS": notification,
    "function's event from SNS": sns_event,
    "SNS in SQS": lambda record: received(json.dumps(notification(record))),
    "EventBridge": event_text,
    "EventBridge in SQS": lambda record: received(event_text(record)),
    "EventBridge in SNS in SQS": lambda record: received(
        json.dumps(notification(event_text(record)))
    ),
}


def sqs_attributes(request_id: str, code: str, message: str) -> dict[str, Any]:
    """What Lambda sends to a dead-letter queue in addition to the event."""
    return {
        "RequestID": {"StringValue": request_id, "DataType": "String"},
        "ErrorCode": {"StringValue": code, "DataType": "Number"},
        "ErrorMessage": {"StringValue": message, "DataType": "String"},
    }


def lambda_attributes(request_id: str, code: str, message: str) -> dict[str, Any]:
    """The same, as a function receives it from SQS."""
    return {
        "RequestID": {"stringValue": request_id, "dataType": "String"},
        "ErrorCode": {"stringValue": code, "dataType": "Number"},
        "ErrorMessage": {"stringValue": message, "dataType": "String"},
    }


def sns_attributes(request_id: str, code: str, message: str) -> dict[str, Any]:
    """The same, from a dead-letter topic."""
    return {
        "RequestID": {"Type": "String", "Value": request_id},
        "ErrorCode": {"Type": "String", "Value": code},
        "ErrorMessage": {"Type": "String", "Value": message},
    }


DEAD_LETTERS: Mapping[str, Callable[[str, str, str, str], Any]] = {
    "queue": lambda event, *told: received(event, sqs_attributes(*told)),
    "queue of a function": lambda event, *told: sqs_event(event, lambda_attributes(*told)),
    "topic": lambda event, *told: sns_event(event, sns_attributes(*told)),
    "topic in a queue": lambda event, *told: received(
        json.dumps(notification(event, sns_attributes(*told)))
    ),
}
