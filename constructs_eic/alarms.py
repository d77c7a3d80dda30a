"""`LostEventAlarms`: CloudWatch alarms for lost events and records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias, Union

from constructs_eic._bindings.expressions import resolved_anywhere, textual
from constructs_eic._bindings.resources import resource_type
from constructs_eic._values import limits
from constructs_eic._values.argument_names import with_named_arguments
from constructs_eic._values.arn import Arn
from constructs_eic._values.destination_kinds import SNS
from constructs_eic._values.errors import Problems
from constructs_eic._values.tokens import is_token
from constructs_eic._values.unset import UNSET, Unset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic._bindings.protocols import TerraformElement

TopicLike: TypeAlias = Union["TerraformElement", str]
"""What an alarm notifies: an `SnsTopic`, a `DataAwsSnsTopic`, or, as text, an ARN or a token of one."""

GIVE_A_TOPIC = "give an SnsTopic, a DataAwsSnsTopic or 'arn:aws:sns:REGION:ACCOUNT:NAME'"


@with_named_arguments
@dataclass(frozen=True, kw_only=True)
class LostEventAlarms:
    """CloudWatch alarms for lost records, lost events, and events that wait too long.

    - `DeliveryFailures`: Lambda could not deliver a record. Created if there is a destination.
    - `DroppedEvents`: Lambda dropped an event. Created if there is no `on_failure`, or with `dropped_events=True`.
    - `EventAge`: events wait too long. Created if `maximum_event_age_in_seconds` is a literal number.
    - `WaitingRecords`: records of failed events wait in the queue. Created if `on_failure` is a queue that is not
      known to be in another account; once for each queue, however many configurations in the app share it.

    The first three are the alarms' ids under `Alarms` in the configuration. `WaitingRecords` is in the stack of the
    first configuration with this queue (of the next one, if that stack is removed before synthesis), and is named
    after the queue. Configurations with the same queue, but with another `waiting_records`, `period` or `notify`,
    have their own alarm.

    The alarms watch Lambda's metrics for the configured function; if there is a qualifier other than `$LATEST`, for
    that version or alias only. If only Terraform knows whether there is a qualifier, they watch the metrics of the
    whole function. Missing data never triggers an alarm.

    Args:
        notify: What the alarms notify: an `SnsTopic`, a `DataAwsSnsTopic`, an ARN or a token of one; or up to 5 of
            these.
        delivery_failures: Whether to watch for records that could not be delivered.
        dropped_events: Whether to watch for events that Lambda dropped. By default, only if there is no
            `on_failure`: with one, Lambda also counts each event that it sent there.
        event_age: The share of `maximum_event_age_in_seconds` that an event may wait, greater than 0 and at most 1;
            `None` for no alarm.
        waiting_records: The number of records in the failure queue at which to alarm; `None` for no alarm.
        period: The period over which CloudWatch evaluates a metric: a `timedelta` or seconds as `int`; whole
            minutes, at most 7 days. The metrics have one value per minute.

    Raises:
        EventInvokeConfigError: when this is created with a value that CloudWatch would refuse or that could never
            trigger an alarm.

    Examples:
        >>> LostEventAlarms(notify="arn:aws:sns:us-east-1:123456789012:on-call").waiting_records
        1

    Source: "Types of metrics for Lambda functions" and "Viewing metrics for Lambda functions" in the AWS Lambda
    Developer Guide; "Available CloudWatch metrics for Amazon SQS" in the Amazon SQS Developer Guide;
    `PutMetricAlarm` in the Amazon CloudWatch API Reference.
    """

    notify: TopicLike | Sequence[TopicLike] = ()
    delivery_failures: bool = True
    dropped_events: bool | Unset = UNSET
    event_age: float | None = 0.8
    waiting_records: int | None = 1
    period: timedelta | int = timedelta(minutes=5)

    def __post_init__(self) -> None:
        given: object = self.notify
        notify = tuple(map(textual, given if isinstance(given, (list, tuple)) else (given,)))
        object.__setattr__(self, "notify", notify)
        problems = Problems(lambda: type(self).__name__, resolved_anywhere)
        _check_notify(notify, problems)
        for argument in ("delivery_failures", "dropped_events"):
            value = getattr(self, argument)
            if not isinstance(value, bool) and value is not UNSET:
                problems.add(argument, value, "this is not a bool", "give True or False")
        limits.share_of_event_age(self.event_age, problems)
        limits.waiting_records(self.waiting_records, problems)
        limits.alarm_period(self.period, problems)
        problems.raise_if_any()


def _check_notify(notify: tuple[object, ...], problems: Problems) -> None:
    for each in notify:
        if SNS.arn_attributes(resource_type(each) or ""):
            continue
        if isinstance(each, str) and ("TfToken[" in each or is_token(each) or _is_arn(each)):
            continue
        problems.add(
            "notify",
            each,
            "CloudWatch notifies a topic, or another action that has an ARN",
            GIVE_A_TOPIC,
        )
    if len(notify) > limits.ALARM_ACTIONS:
        problems.add(
            "notify",
            notify,
            f"an alarm notifies at most {limits.ALARM_ACTIONS}",
            "give one topic with many subscriptions",
        )


def _is_arn(text: str) -> bool:
    try:
        Arn.parse(text)
    except ValueError:
        return False
    return True
