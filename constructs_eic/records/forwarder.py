"""The function that a `Redriver` deploys: it sends the events of a queue's messages back to their functions.

It runs in AWS, behind an event source mapping, with nothing but this module, what it imports and the runtime's
boto3. By the same decision as the command, it sends an event or puts its message into the parking queue. What
may succeed later it reports as failed, and SQS shows it again: nothing is removed that is in neither place.

Source: "Handling errors for an SQS event source in Lambda" (partial batch responses) and "Lambda quotas" in the AWS
Lambda Developer Guide; `Invoke` in the AWS Lambda API Reference.
"""

from __future__ import annotations

import logging
import os
import re
from datetime import datetime, timezone
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from constructs_eic._values.forwarder import PARKING, START
from constructs_eic._values.reason import Reason
from constructs_eic.records.decision import Refuse, Send, Terms
from constructs_eic.records.parked_message import parked_messages
from constructs_eic.records.selection import Selection
from constructs_eic.records.source import Waiting
from constructs_eic.records.timestamp import timestamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from constructs_eic._values.reason import Argument

    Message = Mapping[str, Any]
    Client = Callable[[str, str], Any]

_ACCEPTED: Final = 202
_TIMED_OUT: Final = 408
_THROTTLED: Final = 429
_SERVER_ERROR: Final = 500
_ANSWERED: Final = range(400, _SERVER_ERROR)
# What AWS answers with a status below 500 and yet is not about the event or its function.
_PASSING: Final = (
    "EFSIOException",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "RequestExpired",
    "RequestLimitExceeded",
    "RequestTimeTooSkewed",
    "ResourceConflictException",
    "SnapStartNotReadyException",
    "SignatureDoesNotMatch",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "UnrecognizedClientException",
)
# How SQS refuses a message that is longer than the queue takes, or has too many attributes: without the reason, it
# may fit. Source: "Errors" of `SendMessage` in the Amazon SQS API Reference.
_TOO_LONG: Final = ("InvalidParameterValue", "InvalidMessageContents", "InvalidAttribute")
_LOG: Final = logging.getLogger(__name__)
_LOG.setLevel(logging.INFO)

_CONNECT_SECONDS: Final = 1
_READ_SECONDS: Final = 4
# The event, and its message in the parking queue with and without the reason, take no longer than this.
LONGEST_MESSAGE_IN_MILLISECONDS: Final = 3 * 1000 * (_CONNECT_SECONDS + _READ_SECONDS)
_REGION_IN_URL: Final = re.compile(r"https://sqs\.([a-z0-9-]+)\.")


class _NotNowError(Exception):
    """The event or its message could not be sent, and may be later: the reason."""


class NothingDoneError(Exception):
    """Not one message of a batch could be sent or parked."""


def handler(event: Mapping[str, Sequence[Message]], context: object) -> dict[str, object]:
    """Process a batch of messages.

    Args:
        event: What Lambda hands over from SQS.
        context: Tells how much time is left.

    Returns:
        The messages that SQS is to keep, as partial batch responses name them.

    Raises:
        NothingDoneError: SQS is to keep all of them. Only an error counts in the function's metric `Errors`, whose
            alarm would otherwise see nothing of a queue that is read in vain.
    """
    messages = event["Records"]
    start = os.environ.get(START)
    if not start:
        raise NothingDoneError(
            f"{len(messages)} messages are left: {START} is not set, so the event source mapping was not enabled "
            "by 'constructs-eic redrive QUEUE --with NAME'; disable it, and run that"
        )
    region = os.environ["AWS_REGION"]
    forwarder = Forwarder(
        Terms(Selection(), None, region, timestamp(start)),
        os.environ[PARKING],
        client_of,
        getattr(context, "get_remaining_time_in_millis", None),
    )
    left = forwarder.left_of(messages)
    if len(left) == len(messages):
        raise NothingDoneError(
            f"all {len(left)} messages of this batch are left, each for the reason above, and are tried again"
        )
    return {"batchItemFailures": [{"itemIdentifier": each["messageId"]} for each in left]}


class Forwarder:
    """Sends the events of messages, and puts the messages whose events are not sent into the parking queue.

    Args:
        terms: By which it is decided.
        parking: The URL of the parking queue.
        client: Returns the client of a service in a region.
        milliseconds_left: Returns the time that is left; `None` if that is not limited.
    """

    def __init__(
        self,
        terms: Terms,
        parking: str,
        client: Client,
        milliseconds_left: Callable[[], int] | None = None,
    ) -> None:
        self._terms = terms
        self._parking = parking
        self._client = client
        self._milliseconds_left = milliseconds_left

    def left_of(self, messages: Sequence[Message]) -> list[Message]:
        """Process `messages`, and return those that have to stay in the queue."""
        return [each for each in messages if not self._is_done(each)]

    def _is_done(self, message: Message) -> bool:
        """Return whether the message can be removed: Lambda has its event, or the parking queue has it."""
        id_ = message["messageId"]
        if self._milliseconds_left and self._milliseconds_left() < LONGEST_MESSAGE_IN_MILLISECONDS:
            _LOG.warning("%s: left: there is no time for it", id_)
            return False
        try:
            _LOG.info("%s: %s", id_, _on_one_line(self._processed(message)))
        except _NotNowError as error:
            _LOG.warning("%s: left: %s", id_, _on_one_line(str(error)))
            return False
        except Exception:
            # Whatever it is: this message is kept, and the others are processed.
            _LOG.exception("%s: left", id_)
            return False
        return True

    def _processed(self, message: Message) -> str:
        """Send the event or park the message, and return what happened."""
        sent = int(message["attributes"]["SentTimestamp"]) / 1000
        since = datetime.fromtimestamp(sent, timezone.utc)
        decision = self._terms.decide(Waiting(message["messageId"], since, message))
        if not isinstance(decision, Send):
            verb = "refused" if isinstance(decision, Refuse) else "not sent"
            return self._parked(message, f"{verb}: {_spelled(decision.reason)}")
        try:
            answer = self._invoke(decision)
        except Exception as error:
            return self._parked(message, f"refused by Lambda: {_final_reason(error)}")
        if answer["StatusCode"] != _ACCEPTED:
            raise _NotNowError(f"Lambda answers {answer['StatusCode']}, not {_ACCEPTED}")
        new = answer.get("ResponseMetadata", {}).get("RequestId")
        return f"{decision.record.request_id} -> {new}"

    def _invoke(self, decision: Send) -> Mapping[str, Any]:
        target = decision.target
        qualifier = {"Qualifier": target.qualifier} if target.qualifier else {}
        answer: Mapping[str, Any] = self._client("lambda", target.region).invoke(
            FunctionName=target.function,
            InvocationType="Event",
            Payload=decision.event,
            **qualifier,
        )
        if "Payload" in answer:
            answer["Payload"].read()  # empty, but the connection is not used again before
        return answer

    def _parked(self, message: Message, reason: str) -> str:
        region = _REGION_IN_URL.match(self._parking)
        client = self._client("sqs", region[1] if region else self._terms.region)
        problem = ""
        for request in parked_messages(message, reason):
            try:
                client.send_message(QueueUrl=self._parking, **request)
            except Exception as error:  # noqa: PERF203 - there are two of them at most
                problem = _final_reason(error)
                if not problem.startswith(_TOO_LONG):
                    break  # without the reason, it would be refused as well
            else:
                return f"parked: {reason}"
        raise _NotNowError(f"{reason}; it cannot be parked: {problem}")


@cache
def client_of(service: str, region: str) -> Any:  # noqa: ANN401 - boto3 has no types
    """A client whose requests are tried once and do not take long: SQS shows again what was not sent."""
    import boto3
    from botocore.config import Config

    config = Config(
        connect_timeout=_CONNECT_SECONDS,
        read_timeout=_READ_SECONDS,
        retries={"total_max_attempts": 1, "mode": "standard"},
    )
    return boto3.client(service, region_name=region, config=config)


def _final_reason(error: Exception) -> str:
    """Return why AWS never takes what was sent.

    Raises:
        _NotNowError: It may later, or may even have it: no answer is no refusal.
    """
    answer = getattr(error, "response", None) or {}
    code = str(answer.get("Error", {}).get("Code", ""))
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    is_passing = code in _PASSING or status in (_TIMED_OUT, _THROTTLED)
    if is_passing or status not in _ANSWERED:
        raise _NotNowError(f"{type(error).__name__}: {error}") from error
    return f"{code}: {answer['Error'].get('Message') or 'no message'}"


def _on_one_line(text: str) -> str:
    """Return what a message says in a form that cannot be taken for another line of the log."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _spelled(reason: str) -> str:
    """The reason with the command's options: with them, the parked message can be sent."""
    return reason.spelled(_option) if isinstance(reason, Reason) else str(reason)


def _option(argument: Argument) -> str:
    return f"--{argument.name.removesuffix('s')} {argument.element or ''}".rstrip()
