"""The envelopes that a record is wrapped in: an SQS message, an SNS notification, an EventBridge event.

Each reader takes the members of a JSON object and returns what is in it, or `None` if the object is something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic.records.errors import InvocationRecordError
from constructs_eic.records.json_text import elements, members, string

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_KINDS_OF_LIST = ("Records", "Messages")


@dataclass(frozen=True)
class Unwrapped:
    """The content of a message.

    Attributes:
        text: JSON.
        attributes: The message's own attributes.
    """

    text: str
    attributes: Mapping[str, str]

    @property
    def is_dead_letter(self) -> bool:
        """`True` if Lambda put the event itself here, as it does with a dead-letter queue or topic.

        Source: "Adding a dead-letter queue" in the AWS Lambda Developer Guide.
        """
        return "RequestID" in self.attributes and "ErrorCode" in self.attributes


def unwrap(outer: Mapping[str, str]) -> Unwrapped | None:
    """Return what is in a message, by the reader that recognizes its form."""
    for read in _READERS:
        inner = read(outer)
        if inner is not None:
            return inner
    return None


def _list_of_one(outer: Mapping[str, str]) -> Unwrapped | None:
    """The event that a function receives from SQS or SNS, or the response of `ReceiveMessage`."""
    for kind in _KINDS_OF_LIST:
        if kind in outer:
            items = elements(outer[kind])
            if len(items) != 1:
                raise InvocationRecordError(
                    f"{kind!r} holds {len(items)} messages; give them one by one"
                )
            return Unwrapped(items[0], {})
    return None


def _sqs_message(outer: Mapping[str, str]) -> Unwrapped | None:
    """A message as `ReceiveMessage` returns it, or as a function receives it."""
    for body, attributes in (("Body", "MessageAttributes"), ("body", "messageAttributes")):
        if body in outer:
            return Unwrapped(_text(outer, body), _attributes(outer.get(attributes)))
    return None


def _sns_record(outer: Mapping[str, str]) -> Unwrapped | None:
    """One record of the event that a function receives from SNS."""
    return Unwrapped(outer["Sns"], {}) if "Sns" in outer else None


def _sns_notification(outer: Mapping[str, str]) -> Unwrapped | None:
    """Return what SNS sends to a queue without raw message delivery."""
    if "TopicArn" not in outer or "Message" not in outer:
        return None
    return Unwrapped(_text(outer, "Message"), _attributes(outer.get("MessageAttributes")))


def _eventbridge_event(outer: Mapping[str, str]) -> Unwrapped | None:
    """An event of the detail type "Lambda Function Invocation Result - Success" or "- Failure"."""
    if "detail-type" not in outer or "detail" not in outer:
        return None
    return Unwrapped(outer["detail"], {})


_READERS: tuple[Callable[[Mapping[str, str]], Unwrapped | None], ...] = (
    _list_of_one,
    _sqs_message,
    _sns_record,
    _sns_notification,
    _eventbridge_event,
)


def _text(outer: Mapping[str, str], name: str) -> str:
    text = string(outer[name], name)
    if text is None:
        raise InvocationRecordError(f"{name} is null")
    return text


def _attributes(text: str | None) -> dict[str, str]:
    """Message attributes by name, as SQS and SNS write them: StringValue, stringValue, Value."""
    if text in (None, "null"):
        return {}
    found = {}
    for name, attribute in members(text).items():
        parts = members(attribute)
        for key in ("StringValue", "stringValue", "Value"):
            if key in parts:
                found[name] = string(parts[key], f"the attribute {name}") or ""
    return found
