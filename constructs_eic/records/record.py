"""The record of an asynchronous invocation, as Lambda writes it to a destination.

Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic._values.function_reference import FunctionReference, FunctionReferenceError
from constructs_eic._values.tokens import is_token
from constructs_eic.records.envelopes import Unwrapped, unwrap
from constructs_eic.records.errors import InvocationRecordError
from constructs_eic.records.json_text import (
    checked,
    decoded,
    encoded,
    integer,
    members,
    string,
    value,
)
from constructs_eic.records.timestamp import timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from constructs_eic.records.json_text import JsonValue

# A record in an event in a notification in a message in a list is the deepest nesting that AWS produces.
_MOST_WRAPPINGS = 8
_KNOWN_VERSION = re.compile(r"1(\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class InvocationRecord:
    """A record of an event, as Lambda writes it to a destination or to a dead-letter queue.

    An attribute that a record does not have is `None`. Payloads are kept as the JSON text that Lambda wrote, so
    that they can be sent again unchanged.

    Attributes:
        version: The version of the record's format.
        timestamp: When Lambda wrote it, with time zone.
        request_id: The request id of the invocation.
        function_arn: With the qualifier that was invoked; messages of a dead-letter queue do not have it.
        condition: Why it was written: `RetriesExhausted`, `EventAgeExceeded`, `Success`, ….
        approximate_invoke_count: Approximately how often Lambda invoked the function.
        request_payload_json: The event.
        status_code: HTTP status of the last try.
        executed_version: The version that ran.
        function_error: `Unhandled` or `Handled`, if the function failed.
        response_payload_json: What the function returned or raised.
        error_type: `errorType` of the response payload: the exception's class.
        error_message: `errorMessage` of the response payload, or the dead-letter queue's attribute.

    Examples:
        >>> record = InvocationRecord.parse(
        ...     '{"version": "1.0", "requestContext": {"functionArn": '
        ...     '"arn:aws:lambda:eu-west-1:123456789012:function:resize:live", '
        ...     '"condition": "RetriesExhausted"}, "requestPayload": {"width": 1.0}}'
        ... )
        >>> record.function_name, record.qualifier, record.request_payload_json
        ('resize', 'live', '{"width": 1.0}')
    """

    version: str | None = None
    timestamp: datetime | None = None
    request_id: str | None = None
    function_arn: str | None = None
    condition: str | None = None
    approximate_invoke_count: int | None = None
    request_payload_json: str | None = None
    status_code: int | None = None
    executed_version: str | None = None
    function_error: str | None = None
    response_payload_json: str | None = None
    error_type: str | None = None
    error_message: str | None = None

    @classmethod
    def parse(cls, source: str | bytes | Mapping[str, object]) -> InvocationRecord:
        """Read a record in any form in which AWS delivers it.

        Args:
            source: The record itself, or an S3 object (its text or bytes); an SQS message as `ReceiveMessage`
                returns it or as a function receives it; an SNS notification or an EventBridge event, also inside an
                SQS message; a message of a dead-letter queue, with its message attributes. A list of messages
                (`Records`, `Messages`) must have exactly one message.

        Raises:
            InvocationRecordError: `source` is none of these, or is malformed; the message says what is wrong.
        """
        text = _text_of(source)
        for _ in range(_MOST_WRAPPINGS):
            encoded(text)
            outer = members(text)
            inner = unwrap(outer) if "requestContext" not in outer else None
            if inner is None:
                return _record(outer)
            if inner.is_dead_letter:
                return _dead_letter(inner)
            text = inner.text
        raise InvocationRecordError(f"it is wrapped more than {_MOST_WRAPPINGS} times")

    @property
    def function_name(self) -> str | None:
        """The function's name only."""
        return _function(self.function_arn).name if self.function_arn else None

    @property
    def qualifier(self) -> str | None:
        """The version or alias that was invoked, as the ARN names it; `$LATEST` if Lambda was given none."""
        return _function(self.function_arn).qualifier if self.function_arn else None

    @property
    def request_payload(self) -> JsonValue:
        """The event, parsed; `None` if the record has none.

        Raises:
            InvocationRecordError: Python cannot hold it, such as an integer of 5,000 digits.
        """
        return None if self.request_payload_json is None else value(self.request_payload_json)

    @property
    def response_payload(self) -> JsonValue:
        """The response of the function, or its error, parsed; `None` if the record has none.

        Raises:
            InvocationRecordError: Python cannot hold it.
        """
        return None if self.response_payload_json is None else value(self.response_payload_json)

    @property
    def is_recursion(self) -> bool:
        """`True` if Lambda stopped the event because it detected a recursive loop.

        Source: "Use Lambda recursive loop detection to prevent infinite loops" in the AWS Lambda Developer
        Guide, which does not name the condition.
        """
        return "recurs" in (self.condition or "").lower()


def _text_of(source: str | bytes | Mapping[str, object]) -> str:
    if isinstance(source, str):
        return source
    if isinstance(source, bytes):
        return decoded(source)
    if isinstance(source, Mapping):
        try:
            return json.dumps(dict(source), allow_nan=False, default=_binary)
        except (TypeError, ValueError, RecursionError) as error:
            reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
            raise InvocationRecordError(f"this cannot be JSON: {reason}") from error
    raise InvocationRecordError(
        f"a record is text, bytes or a mapping, not {type(source).__name__}"
    )


def _binary(attribute: object) -> str:
    """A message attribute of type Binary, which boto3 returns as bytes."""
    if isinstance(attribute, bytes):
        return base64.b64encode(attribute).decode("ascii")
    raise TypeError(f"{type(attribute).__name__} is not a type of JSON")


def _record(outer: Mapping[str, str]) -> InvocationRecord:
    if "requestContext" not in outer:
        raise InvocationRecordError(
            "this is neither a record of Lambda nor a message that holds one; "
            f"a record has 'requestContext', this has {_names(outer)}"
        )
    context = members(outer["requestContext"])
    response = _optional_members(outer.get("responseContext"))
    if "functionArn" not in context:
        raise InvocationRecordError("requestContext has no functionArn, which a record has")
    response_payload = outer.get("responsePayload")
    return InvocationRecord(
        version=_version(outer),
        timestamp=_timestamp(outer),
        request_id=_string(context, "requestId"),
        function_arn=_function_arn(context),
        condition=_string(context, "condition"),
        approximate_invoke_count=_count(context, "approximateInvokeCount"),
        request_payload_json=outer.get("requestPayload"),
        status_code=_count(response, "statusCode"),
        executed_version=_string(response, "executedVersion"),
        function_error=_string(response, "functionError"),
        response_payload_json=response_payload,
        error_type=_of_error(response_payload, "errorType"),
        error_message=_of_error(response_payload, "errorMessage"),
    )


def _dead_letter(message: Unwrapped) -> InvocationRecord:
    encoded(message.text)
    code = message.attributes["ErrorCode"]
    return InvocationRecord(
        request_id=message.attributes["RequestID"],
        request_payload_json=checked(message.text),
        status_code=integer(code, "ErrorCode") if code else None,
        error_message=message.attributes.get("ErrorMessage"),
    )


def _version(outer: Mapping[str, str]) -> str | None:
    version = _string(outer, "version")
    if version is not None and not _KNOWN_VERSION.fullmatch(version):
        raise InvocationRecordError(f"the record's version is {version!r}; only 1.x is known")
    return version


def _timestamp(outer: Mapping[str, str]) -> datetime | None:
    text = _string(outer, "timestamp")
    return None if text is None else timestamp(text)


def _function_arn(context: Mapping[str, str]) -> str:
    text = _string(context, "functionArn")
    if text is None:
        raise InvocationRecordError("functionArn is null")
    _function(text)
    return text


def _function(arn: str) -> FunctionReference:
    try:
        function = FunctionReference.read(arn)
    except FunctionReferenceError as error:
        raise InvocationRecordError(f"functionArn {arn!r}: {error.reason}") from error
    if function.arn is None or is_token(arn):
        raise InvocationRecordError(f"functionArn is not the ARN of a function: {arn!r}")
    return function


def _of_error(payload: str | None, name: str) -> str | None:
    """Return what a runtime reports about an exception; a function may also return anything else."""
    if payload is None or not payload.startswith("{"):
        return None
    try:
        return _string(members(payload), name)
    except InvocationRecordError:
        return None


def _optional_members(text: str | None) -> Mapping[str, str]:
    return {} if text is None or text == "null" else members(text)


def _string(outer: Mapping[str, str], name: str) -> str | None:
    return string(outer[name], name) if name in outer else None


def _count(outer: Mapping[str, str], name: str) -> int | None:
    return integer(outer[name], name) if name in outer else None


def _names(outer: Mapping[str, str]) -> str:
    names = [repr(name) for name in outer]
    return ", ".join(names[:5]) + (", …" if len(names) > 5 else "") if names else "no members"
