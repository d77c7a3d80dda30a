"""Checks of what alarms notify: CloudWatch cannot notify everything, and somebody has to be notified.

Source: "Using Amazon CloudWatch alarms" in the Amazon CloudWatch User Guide.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.references import reference_of
from constructs_eic._bindings.resources import instance_example
from constructs_eic._bindings.scope_info import warn
from constructs_eic._values.destination_kinds import SNS
from constructs_eic._values.errors import refuse_multiple
from constructs_eic.alarms import GIVE_A_TOPIC

if TYPE_CHECKING:
    from constructs_eic._alarms.metric_alarms import AlarmContext
    from constructs_eic._bindings.references import AttributeReference
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.errors import Problems
    from constructs_eic.alarms import LostEventAlarms, TopicLike

_NO_ACTIONS = ("aws_cloudwatch_event_bus", "aws_iam_role", "aws_s3_bucket", "aws_sqs_queue")


def check_notified(alarms: LostEventAlarms, problems: Problems, scope_info: ScopeInfo) -> None:
    """Report what CloudWatch cannot notify in this app."""
    for topic in cast("tuple[TopicLike, ...]", alarms.notify):
        if isinstance(topic, str):
            reason = _not_notified(reference_of(topic, scope_info))
            if reason is not None:
                problems.add("notify", topic, reason, GIVE_A_TOPIC)
            continue
        instance = instance_example(topic, "arn")
        if instance is not None:
            problems.add("notify", topic, *refuse_multiple(instance))


def _not_notified(reference: AttributeReference | None) -> str | None:
    """Return why CloudWatch does not notify what `reference` names; `None` if it may."""
    if reference is None:
        return None
    kind = reference.resource_type
    if kind.removeprefix("data.") in _NO_ACTIONS:
        return f"CloudWatch does not notify an {kind}"
    if (attributes := SNS.arn_attributes(kind)) and reference.attribute not in attributes:
        return f"the {reference.attribute} of {kind} is not its ARN"
    return None


@dataclass
class _Unheard:
    """The settings of one app that notify nobody and of which that was said."""

    settings: list[LostEventAlarms] = field(default_factory=list)


def warn_if_nobody_is_notified(settings: LostEventAlarms, watched: AlarmContext) -> None:
    """Warn, once for each `LostEventAlarms`, if an alarm only changes its state in the console."""
    if settings.notify:
        return
    said = state_of(watched.scope_info.app).part(_Unheard).settings
    if any(each is settings for each in said):
        return
    said.append(settings)
    warn(
        watched.configuration,
        "LostEventAlarms has no notify, so the alarms notify nobody: give notify=topic",
    )
