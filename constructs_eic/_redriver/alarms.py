"""The alarms of a `Redriver`: the forwarder fails, and messages wait in the parking queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._alarms.metric_alarms import (
    Alarm,
    AlarmContext,
    make_alarms,
    warn_of_distant_topics,
)
from constructs_eic._alarms.waiting_records import waiting_records_alarm
from constructs_eic._bindings.scope_info import warn

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_eic._bindings.installed import CloudwatchMetricAlarm
    from constructs_eic._redriver.arguments import Arguments
    from constructs_eic.alarms import TopicLike


def create_alarms(redriver: Construct, arguments: Arguments) -> tuple[CloudwatchMetricAlarm, ...]:
    """Create the alarms, if any are requested."""
    settings = arguments.alarms
    if settings is None:
        return ()
    watched = AlarmContext(
        redriver,
        arguments.forwarder,
        arguments.deployment,
        arguments.scope_info,
        failure=arguments.parking,
        has_destination=False,
        event_age=None,
    )
    period = settings.period
    seconds = period if isinstance(period, int) else round(period.total_seconds())
    notify = cast("tuple[TopicLike, ...]", settings.notify)
    errors = Alarm(
        "Errors",
        "Errors",
        f"The forwarder {arguments.forwarder.name} could neither send nor park a whole batch of messages: they "
        "stay in the queue, and SQS shows them again. Look at its log.",
    )
    alarms = make_alarms([errors], watched, notify, seconds)
    if settings.waiting_records is not None:
        waiting = waiting_records_alarm(watched, settings.waiting_records, notify, seconds)
        alarms += () if waiting is None else (waiting,)
    warn_of_distant_topics(notify, watched)
    if not notify:
        warn(
            redriver,
            "the alarms of this Redriver notify nobody: give alarms=LostEventAlarms(notify=topic), or alarms=None",
        )
    return alarms
