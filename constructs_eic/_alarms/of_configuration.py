"""The alarms of one configuration, as its `LostEventAlarms` says."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._alarms.metric_alarms import Alarm, make_alarms, warn_of_distant_topics
from constructs_eic._alarms.notified import warn_if_nobody_is_notified
from constructs_eic._alarms.waiting_records import waiting_records_alarm
from constructs_eic._values.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic._alarms.metric_alarms import AlarmContext
    from constructs_eic._bindings.installed import CloudwatchMetricAlarm
    from constructs_eic.alarms import LostEventAlarms, TopicLike


def create_alarms(
    settings: LostEventAlarms, watched: AlarmContext
) -> tuple[CloudwatchMetricAlarm, ...]:
    """Create the alarms of one configuration."""
    period = settings.period
    seconds = period if isinstance(period, int) else round(period.total_seconds())
    notify = cast("tuple[TopicLike, ...]", settings.notify)
    alarms = make_alarms(list(_wanted(settings, watched)), watched, notify, seconds)
    if settings.waiting_records is not None:
        waiting = waiting_records_alarm(watched, settings.waiting_records, notify, seconds)
        alarms += () if waiting is None else (waiting,)
    if alarms:
        warn_of_distant_topics(notify, watched)
        warn_if_nobody_is_notified(settings, watched)
    return alarms


def _wanted(settings: LostEventAlarms, watched: AlarmContext) -> Iterator[Alarm]:
    name = watched.shown_name
    if settings.delivery_failures and watched.has_destination:
        yield Alarm(
            "DeliveryFailures",
            "DestinationDeliveryFailures",
            f"Lambda could not deliver the record of an asynchronous invocation of {name} to its destination, "
            "and the record is lost. Look at the role's permissions, at the destination and its policy, and at "
            "the size of the records.",
        )
    if settings.dropped_events is True or (
        settings.dropped_events is UNSET and not watched.failure
    ):
        kept = "sent it to on_failure, if it could" if watched.failure else "did not keep it"
        yield Alarm(
            "DroppedEvents",
            "AsyncEventsDropped",
            f"Lambda dropped an event for {name} after all retries or at its maximum age, and {kept}. "
            "Look at the function's errors and throttles.",
        )
    if settings.event_age is not None and watched.event_age is not None:
        yield Alarm(
            "EventAge",
            "AsyncEventAge",
            f"Events for {name} wait longer than {settings.event_age:.0%} of the {watched.event_age} s after which "
            "Lambda drops them. Look at the function's throttles, errors and reserved concurrency.",
            statistic="Maximum",
            threshold=round(settings.event_age * watched.event_age * 1000),
        )
