"""The message that is put into the parking queue in place of one whose event is not sent.

Source: `SendMessage` and `MessageAttributeValue` in the Amazon SQS API Reference; "Amazon SQS message metadata" and
"Amazon SQS message quotas" in the Amazon SQS Developer Guide; "Using Lambda with Amazon SQS" in the AWS Lambda
Developer Guide.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

REASON_ATTRIBUTE: Final = "RedriveReason"
MOST_ATTRIBUTES: Final = 10
# Body and attributes together.
LARGEST_MESSAGE_IN_BYTES: Final = 2**20
_LONGEST_REASON: Final = 1_000
# Those that SQS accepts, without line breaks.
_NOT_IN_ATTRIBUTES: Final = re.compile("[^\t\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parked_messages(message: Mapping[str, object], reason: str) -> Iterator[dict[str, object]]:
    """Yield the arguments of `SendMessage`, without the queue: with the reason if it fits, and without it.

    Args:
        message: The message as a function receives it from SQS.
        reason: Why its event is not sent.
    """
    body = str(message["body"])
    attributes = _attributes(message.get("messageAttributes"))
    # From an earlier run, if the parking queue of that is the source of this.
    attributes.pop(REASON_ATTRIBUTE, None)
    explained = {**attributes, REASON_ATTRIBUTE: _text(reason)}
    if len(explained) <= MOST_ATTRIBUTES and _size(body, explained) <= LARGEST_MESSAGE_IN_BYTES:
        yield {"MessageBody": body, "MessageAttributes": explained}
    yield {"MessageBody": body, "MessageAttributes": attributes}


def redrive_reason(message: object) -> str | None:
    """Return why a message was parked, if it was.

    Args:
        message: The message as `ReceiveMessage` returns it.

    >>> redrive_reason({"MessageAttributes": {"RedriveReason": {"StringValue": "not sent: came after the start"}}})
    'not sent: came after the start'
    """
    attributes = message.get("MessageAttributes") if isinstance(message, Mapping) else None
    reason = (attributes or {}).get(REASON_ATTRIBUTE, {}).get("StringValue")
    return None if reason is None else str(reason)


def _text(reason: str) -> dict[str, object]:
    text = _NOT_IN_ATTRIBUTES.sub(" ", reason)[:_LONGEST_REASON]
    return {"DataType": "String", "StringValue": text.strip() or "unknown"}


def _attributes(received: object) -> dict[str, dict[str, object]]:
    """The message attributes as `SendMessage` takes them."""
    found: dict[str, dict[str, object]] = {}
    for name, attribute in received.items() if isinstance(received, dict) else ():
        given: dict[str, object] = {"DataType": attribute["dataType"]}
        if attribute.get("stringValue") is not None:
            given["StringValue"] = attribute["stringValue"]
        if attribute.get("binaryValue") is not None:
            given["BinaryValue"] = base64.b64decode(attribute["binaryValue"])
        found[name] = given
    return found


def _size(body: str, attributes: Mapping[str, Mapping[str, object]]) -> int:
    parts = [body]
    for name, attribute in attributes.items():
        parts += [name, *(str(each) for each in attribute.values() if isinstance(each, str))]
    binary = (
        each
        for attribute in attributes.values()
        for each in attribute.values()
        if isinstance(each, bytes)
    )
    return sum(len(part.encode("utf-8", "replace")) for part in parts) + sum(map(len, binary))
