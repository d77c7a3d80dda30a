"""The alarms of one configuration on Lambda's own metrics, and the facts that every alarm of it needs.

Source: "Viewing metrics for Lambda functions" in the AWS Lambda Developer Guide; `PutMetricAlarm` in the Amazon
CloudWatch API Reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from constructs import Construct

from constructs_eic._bindings.making import create_resource
from constructs_eic._bindings.resources import attribute
from constructs_eic._bindings.scope_info import warn
from constructs_eic._target.location import Location
from constructs_eic._target.names import name_after
from constructs_eic._values.function_reference import LATEST
from constructs_eic._values.limits import ALARM_NAME_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_eic._bindings.installed import CloudwatchMetricAlarm
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.target import Target
    from constructs_eic.destinations.attached import AttachedDestination


@dataclass(frozen=True)
class AlarmContext:
    """The configuration that alarms watch.

    Attributes:
        configuration: The `EventInvokeConfig`.
        target: The function and qualifier that is configured.
        deployment: Provider and region of everything that is created.
        scope_info: Where the configuration is in the app.
        failure: The destination for failures, if there is one.
        has_destination: Whether there is any destination.
        event_age: The number of seconds after which Lambda drops an event, if that is known.
    """

    configuration: Construct
    target: Target
    deployment: Deployment
    scope_info: ScopeInfo
    failure: AttachedDestination | None
    has_destination: bool
    event_age: int | None

    @property
    def dimensions(self) -> Mapping[str, str]:
        """Dimensions of Lambda's metrics for this function, version or alias; `$LATEST` has none of its own."""
        name, qualifier = self.target.name, self.target.qualifier
        if qualifier is None or qualifier.literal == LATEST or qualifier.may_be_null:
            return {"FunctionName": name}
        return {"FunctionName": name, "Resource": f"{name}:{qualifier.text}"}

    @property
    def shown_name(self) -> str:
        """The function as descriptions name it."""
        return self.dimensions.get("Resource", self.target.name)

    def sees_failure_queue(self) -> bool:
        """Return whether the queue's metrics can be in the alarms' account; if not, a warning is added."""
        here = Location.of_function(self.target, self.deployment, self.scope_info).account
        there = None if self.failure is None else self.failure.location.account
        if None in (here, there) or here == there:
            return True
        warn(
            self.configuration,
            f"the failure queue is in account {there}, the alarms in {here}: CloudWatch has a queue's metrics in "
            "the queue's account alone, so the alarm WaitingRecords is not created; create it there, or give "
            "waiting_records=None",
        )
        return False


@dataclass(frozen=True)
class Alarm:
    """One alarm of one of Lambda's metrics."""

    id: str
    metric: str
    description: str
    statistic: str = "Sum"
    threshold: int = 0


def make_alarms(
    alarms: Sequence[Alarm],
    watched: AlarmContext,
    notify: Sequence[TerraformElement | str],
    period: int,
) -> tuple[CloudwatchMetricAlarm, ...]:
    """Create `alarms` under the configuration."""
    if not alarms:
        return ()
    scope = Construct(watched.configuration, "Alarms")
    address = watched.configuration.node.addr
    made = [
        create_resource(
            "CloudwatchMetricAlarm",
            scope,
            alarm.id,
            alarm_name=_name(alarm, address, watched),
            alarm_description=alarm.description,
            namespace="AWS/Lambda",
            metric_name=alarm.metric,
            dimensions=watched.dimensions,
            statistic=alarm.statistic,
            comparison_operator="GreaterThanThreshold",
            threshold=alarm.threshold,
            **alarm_arguments(notify, period, watched),
        )
        for alarm in alarms
    ]
    return tuple(cast("list[CloudwatchMetricAlarm]", made))


def alarm_arguments(
    notify: Sequence[TerraformElement | str], period: int, watched: AlarmContext
) -> dict[str, Any]:
    """The arguments that all alarms of a configuration have in common."""
    actions = [each if isinstance(each, str) else attribute(each, "arn") for each in notify]
    return {
        "period": period,
        "evaluation_periods": 1,
        "treat_missing_data": "notBreaching",
        "alarm_actions": actions or None,
        **watched.deployment.arguments,
    }


def _name(alarm: Alarm, address: str, watched: AlarmContext) -> str:
    target, instances = watched.target, watched.deployment.instances
    literal = name_after(target, alarm.id, address, ALARM_NAME_LENGTH, instances)
    return literal or f"{target.name}-{alarm.id}-{address[-8:]}{instances.name_suffix}"


def warn_of_distant_topics(notify: Sequence[TerraformElement | str], watched: AlarmContext) -> None:
    """Warn if a topic is in another region than the alarms."""
    here = watched.deployment.region_in(watched.scope_info)
    for each in notify:
        location = Location.of_text(each) if isinstance(each, str) else Location.of_resource(each)
        there = location.region
        if here is not None and there is not None and here != there:
            warn(
                watched.configuration,
                f"notify is in {there}, the alarms in {here}, and CloudWatch notifies within a region: "
                f"give a topic in {here}",
            )
