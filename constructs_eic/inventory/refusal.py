"""What exists in an account and `EventInvokeConfig` would refuse to declare.

Lambda once accepted what it refuses today. Such a configuration is taken over as it is, by the plain resource. The
construct's own checks need cdktf, which an inventory does without; the tests hold the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.arn import Arn
from constructs_eic.identity import FunctionReference
from constructs_eic.limits import (
    DESTINATION_ARN_LENGTH,
    EVENT_BUS,
    LAMBDA_FUNCTION,
    MAXIMUM_EVENT_AGE_IN_SECONDS,
    MAXIMUM_RETRY_ATTEMPTS,
    MINIMUM_EVENT_AGE_IN_SECONDS,
    S3_BUCKET,
    SNS_TOPIC,
    SQS_QUEUE,
    is_function_name,
    is_qualifier,
)
from constructs_eic.tokens import is_token

if TYPE_CHECKING:
    from constructs_eic.inventory.entry import Entry, Outcome

_SHAPES = (SQS_QUEUE, SNS_TOPIC, LAMBDA_FUNCTION, EVENT_BUS, S3_BUCKET)
_OUTCOMES: tuple[Outcome, ...] = ("OnFailure", "OnSuccess")


def refused_by_terraform(entry: Entry) -> str | None:
    """Why no resource can be declared for `entry`, if none can."""
    if not is_function_name(entry.function_name):
        return "Terraform takes no function of this name"
    if entry.qualifier is None or not is_qualifier(entry.qualifier):
        return f"Terraform takes no qualifier {entry.qualifier!r}"
    for outcome in _OUTCOMES:
        arn = entry.destination(outcome)
        if arn is not None and _unreadable(arn):
            return f"Terraform takes no destination {arn!r}"
    age, retries = entry.maximum_event_age_in_seconds, entry.maximum_retry_attempts
    if age is not None and not MINIMUM_EVENT_AGE_IN_SECONDS <= age <= MAXIMUM_EVENT_AGE_IN_SECONDS:
        return f"Terraform takes no event age of {age} seconds"
    if retries is not None and not 0 <= retries <= MAXIMUM_RETRY_ATTEMPTS:
        return f"Terraform takes no {retries} retry attempts"
    return None


def refused_by_construct(entry: Entry) -> str | None:
    """Why `EventInvokeConfig` would raise for `entry`, which Terraform takes, if it would."""
    destinations = [(outcome, entry.destination(outcome)) for outcome in _OUTCOMES]
    for outcome, text in destinations:
        if text is not None:
            reason = _refused_destination(entry, outcome, text)
            if reason:
                return reason
    limits = (entry.maximum_event_age_in_seconds, entry.maximum_retry_attempts)
    if not any(text for _, text in destinations) and limits == (None, None):
        return "it sets nothing"
    return None


def _refused_destination(entry: Entry, outcome: Outcome, text: str) -> str | None:
    arn = Arn.parse(text)
    problems = [shape.problem(text) for shape in _SHAPES if shape.fits(arn)]
    if problems != [None]:
        return f"Lambda delivers nothing to {text}"
    if arn.service in ("sqs", "sns") and text.endswith(".fifo"):
        return f"Lambda delivers nothing to {text}, which is FIFO"
    if arn.service == "s3" and outcome == "OnSuccess":
        return f"Lambda sends only failures to {text}"
    if arn.service == "lambda" and FunctionReference.read(text).name == entry.function_name:
        return f"{text} is the function itself"
    if len(text) > DESTINATION_ARN_LENGTH:
        return f"{text} is longer than Lambda takes"
    return None


def _unreadable(text: str) -> bool:
    # Terraform would evaluate what looks like an expression: what an account holds must never run.
    if is_token(text) or "%{" in text:
        return True
    try:
        Arn.parse(text)
    except ValueError:
        return True
    return False
