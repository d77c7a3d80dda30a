"""AWS's limits, and the checks on them.

Source: `PutFunctionEventInvokeConfig` in the AWS Lambda API Reference; botocore's `lambda`
service model has the same limits as data, and the tests compare them.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, TypeGuard

from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from constructs_eic._values.errors import Problems

MINIMUM_EVENT_AGE_IN_SECONDS = 60
MAXIMUM_EVENT_AGE_IN_SECONDS = 21_600
DEFAULT_EVENT_AGE_IN_SECONDS = 21_600
MAXIMUM_RETRY_ATTEMPTS = 2
DEFAULT_RETRY_ATTEMPTS = 2
FUNCTION_NAME_LENGTH = 64
QUALIFIER_LENGTH = 128
SQS_NAME_LENGTH = 80
# "Amazon SQS message quotas" in the Amazon SQS Developer Guide. The AWS provider's own default is 256 KiB, and
# before this version that is the most that it accepts (its changelog, #43710); a record may have 1 MB and more.
SQS_LARGEST_MESSAGE_IN_BYTES = 1024 * 1024
SQS_LARGEST_MESSAGE_BEFORE_IN_BYTES = 256 * 1024
PROVIDER_OF_LARGE_MESSAGES = (6, 8, 0)
SNS_NAME_LENGTH = 256
# `PutMetricAlarm` in the Amazon CloudWatch API Reference.
ALARM_NAME_LENGTH = 255
ALARM_ACTIONS = 5
LONGEST_ALARM_PERIOD_IN_SECONDS = 7 * 24 * 60 * 60
# All inline policies of a role together: "IAM and AWS STS quotas" in the IAM User Guide.
INLINE_POLICIES_LENGTH = 10_240

_FUNCTION_NAME = re.compile(r"[a-zA-Z0-9-_]+\Z")
# `CreateAlias` in the AWS Lambda API Reference: the name of an alias has no `$`, which other calls accept.
_QUALIFIER = re.compile(r"(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+)\Z")


def retry_attempts(value: object, problems: Problems) -> float | None:
    """`value` as the number to write; a value outside 0..2, a fraction, or not a number is a problem."""
    if value is None or is_token(value):
        return value  # type: ignore[return-value]  # a number token is a float
    if not _is_whole(value) or not 0 <= value <= MAXIMUM_RETRY_ATTEMPTS:
        problems.add(
            "maximum_retry_attempts",
            value,
            _wrong_type(value)
            or f"Lambda retries a failed asynchronous invocation 0 to {MAXIMUM_RETRY_ATTEMPTS} times",
            f"give a whole number from 0 to {MAXIMUM_RETRY_ATTEMPTS}, as int",
        )
        return None
    return value


def event_age(value: object, problems: Problems) -> float | None:
    """`value` in seconds; a value outside 60..21600 or a fraction of a second is a problem."""
    if value is None or is_token(value):
        return value  # type: ignore[return-value]  # a number token is a float
    seconds: object = value
    wrong_type = None
    if not isinstance(value, timedelta):
        wrong_type = _wrong_type(value)
    elif value.microseconds:
        seconds, wrong_type = None, "it has a fraction of a second, and Lambda counts whole seconds"
    else:
        seconds = value.days * 86_400 + value.seconds
    if (
        not _is_whole(seconds)
        or not MINIMUM_EVENT_AGE_IN_SECONDS <= seconds <= MAXIMUM_EVENT_AGE_IN_SECONDS
    ):
        problems.add(
            "maximum_event_age_in_seconds",
            value,
            wrong_type or "Lambda keeps an event for 1 minute to 6 hours, in whole seconds",
            f"give {MINIMUM_EVENT_AGE_IN_SECONDS} to {MAXIMUM_EVENT_AGE_IN_SECONDS} as int, "
            "or a timedelta such as timedelta(hours=1)",
        )
        return None
    return seconds


def share_of_event_age(value: object, problems: Problems) -> None:
    """Report a share of the event age that no event could reach, or that every event would reach."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if value is not None and not (is_number and 0 < value <= 1):  # type: ignore[operator]
        problems.add(
            "event_age",
            value,
            "it is the share of maximum_event_age_in_seconds that an event may wait",
            "give a number greater than 0 and at most 1, such as 0.8, or None for no alarm",
        )


def waiting_records(value: object, problems: Problems) -> None:
    """Report a number of waiting records that is not a valid number."""
    if value is not None and not (_is_whole(value) and value >= 1):
        problems.add(
            "waiting_records",
            value,
            _wrong_type(value) or "an alarm needs at least one record",
            "give a whole number of at least 1, or None for no alarm",
        )


def alarm_period(value: object, problems: Problems) -> None:
    """Report a period that CloudWatch does not accept for metrics that have one value per minute.

    Source: `PutMetricAlarm` in the Amazon CloudWatch API Reference: 10, 20 and 30 seconds are for metrics of high
    resolution; with other metrics, the alarm often has no data.
    """
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    is_number = isinstance(value, timedelta) or _is_whole(value)
    if is_number and seconds % 60 == 0 and 0 < seconds <= LONGEST_ALARM_PERIOD_IN_SECONDS:  # type: ignore[operator]
        return
    problems.add(
        "period",
        value,
        "the metrics have one value per minute, so the period is whole minutes, at most 7 days",
        "give a timedelta such as timedelta(minutes=5)",
    )


def is_function_name(text: str) -> bool:
    """Return whether Lambda accepts `text` as the name of a function."""
    return len(text) <= FUNCTION_NAME_LENGTH and _FUNCTION_NAME.match(text) is not None


def is_qualifier(text: str) -> bool:
    """Return whether `text` is `$LATEST`, `$LATEST.PUBLISHED`, or what a version or an alias can be named."""
    return len(text) <= QUALIFIER_LENGTH and _QUALIFIER.match(text) is not None


def _wrong_type(value: object) -> str | None:
    return None if _is_whole(value) else f"the type is wrong: this is {_type_of(value)}"


def _type_of(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def policy_length(text: str) -> int:
    """Return how many characters of a policy IAM counts: all but white space.

    >>> policy_length('{ "Version": "2012-10-17" }')
    24
    """
    return len("".join(text.split()))
