"""The alarm for records that wait in a failure queue: one for each queue, however many configurations share it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from constructs_eic._alarms.metric_alarms import alarm_arguments
from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.expressions import resolved
from constructs_eic._bindings.making import create_resource
from constructs_eic._bindings.scope_info import is_in_tree, node_of
from constructs_eic._target.instances import Instances
from constructs_eic._values.expression_references import instance_references_in
from constructs_eic._values.tokens import is_token
from constructs_eic.destinations.sqs import SqsDestination, queue_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic._alarms.metric_alarms import Watched
    from constructs_eic._bindings.installed import CloudwatchMetricAlarm
    from constructs_eic._bindings.protocols import TerraformElement


@dataclass
class _QueueAlarms:
    """The alarms of one app, by the queue and by what the alarm does."""

    by_key: dict[str, CloudwatchMetricAlarm] = field(default_factory=dict)


def waiting_records_alarm(
    watched: Watched,
    threshold: int,
    notify: Sequence[TerraformElement | str],
    period: int,
) -> CloudwatchMetricAlarm | None:
    """The alarm for the failure queue of a configuration; `None` if it has none that can be watched.

    It is in the stack of the first configuration that asks for it. Configurations that ask for another threshold,
    period or notification have an alarm of their own.
    """
    failure = watched.failure
    if failure is None or not isinstance(failure.destination, SqsDestination):
        return None
    if not watched.sees_failure_queue():
        return None
    queue = failure.destination
    resource = queue.queue if queue.given is None else failure.resource
    name = queue_name(queue, failure.checked)
    if not any(_is_of_instance(each, watched) for each in (name, *notify)):
        # One queue for all instances: an alarm for each would have the same name.
        watched = replace(watched, deployment=replace(watched.deployment, instances=Instances()))
    key = "\n".join(
        [
            _key_of(resource or str(queue.given), watched),
            *(_key_of(each, watched) for each in notify),
            f"{threshold} in {period}",
        ]
    )
    key = watched.deployment.instances.scoped(key)
    alarms = state_of(watched.scope_info.app).part(_QueueAlarms).by_key
    if key not in alarms or not is_in_tree(watched.scope_info.app, alarms[key]):
        alarms[key] = _make(watched, name, key, threshold, notify, period)
    return alarms[key]


def _make(
    watched: Watched,
    name: str,
    key: str,
    threshold: int,
    notify: Sequence[TerraformElement | str],
    period: int,
) -> CloudwatchMetricAlarm:
    # With the stack's path: CloudWatch would take an alarm of the same name for the one of another stack or app.
    unique = f"{watched.scope_info.stack_path}\n{key}"
    suffix = f"WaitingRecords-{hashlib.sha256(unique.encode()).hexdigest()[:8]}"
    instance = watched.deployment.instances.name_suffix
    if _is_of_instance(name, watched):
        instance = ""
    made = create_resource(
        "CloudwatchMetricAlarm",
        watched.scope_info.stack,
        suffix,
        alarm_name=f"{name}-{suffix}{instance}",
        alarm_description=f"Failed events wait in the queue {name} to be inspected and sent back.",
        namespace="AWS/SQS",
        metric_name="ApproximateNumberOfMessagesVisible",
        dimensions={"QueueName": name},
        statistic="Maximum",
        comparison_operator="GreaterThanOrEqualToThreshold",
        threshold=threshold,
        **alarm_arguments(notify, period, watched),
    )
    return cast("CloudwatchMetricAlarm", made)


def _is_of_instance(named: TerraformElement | str, watched: Watched) -> bool:
    """Whether what is named differs between the instances of the configuration."""
    if not (watched.deployment.instances.are_several and isinstance(named, str)):
        return False
    return bool(instance_references_in(resolved(named, watched.scope_info)))


def _key_of(named: TerraformElement | str, watched: Watched) -> str:
    """What is named: a resource by its path in the app, a text by the expression that it becomes in the stack."""
    if not isinstance(named, str):
        return node_of(named).path
    text = resolved(named, watched.scope_info)
    return f"{watched.scope_info.stack_path}: {text}" if is_token(text) else text
