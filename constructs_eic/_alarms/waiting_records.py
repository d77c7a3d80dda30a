"""The alarm for records that wait in a failure queue: one for each queue, however many configurations share it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, cast

from constructs_eic._alarms.metric_alarms import alarm_arguments
from constructs_eic._alarms.queue_identity import Queues, key_of_text
from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.expressions import prepare_references, resolved
from constructs_eic._bindings.making import create_resource
from constructs_eic._bindings.resources import attribute, reference_id
from constructs_eic._bindings.scope_info import is_in_tree, node_of, stack_of
from constructs_eic._bindings.synthesis_hook import catch_up
from constructs_eic._target.instances import Instances
from constructs_eic._values.expression_references import instance_references_in
from constructs_eic.destinations.sqs import SqsDestination, name_in, queue_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from constructs_eic._alarms.metric_alarms import AlarmContext
    from constructs_eic._bindings.installed import CloudwatchMetricAlarm
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo


@dataclass(frozen=True)
class _User:
    """A configuration that needs an alarm, and how the alarm is created in its stack."""

    watched: AlarmContext
    name: str
    queue: TerraformElement | None
    create: Callable[[str], CloudwatchMetricAlarm]

    @property
    def name_when_synthesized(self) -> str:
        """The queue's name; in another stack from its ARN, the only output that is sure to exist."""
        if self.queue is None or reference_id(stack_of(self.queue)) == self.stack:
            return self.name
        return name_in(attribute(self.queue, "arn"))

    @property
    def stack(self) -> str:
        return reference_id(self.watched.scope_info.stack)


@dataclass
class _QueueAlarm:
    """One alarm, where it is, and the configurations that need it, by stack and by identity."""

    alarm: CloudwatchMetricAlarm
    scope_info: ScopeInfo
    users: dict[str, dict[str, _User]] = field(default_factory=dict)


@dataclass
class _QueueAlarms:
    """The alarms of one app, by the queue and by what the alarm does, and the keys that each stack has needed."""

    by_key: dict[str, _QueueAlarm] = field(default_factory=dict)
    keys_of_stack: dict[str, dict[str, None]] = field(default_factory=dict)
    queues: Queues = field(default_factory=Queues)
    by_alarm: dict[str, _QueueAlarm] = field(default_factory=dict)

    def create(self, known: _QueueAlarm, user: _User, name: str) -> None:
        """Let an alarm be created anew, in the stack of `user`."""
        known.alarm, known.scope_info = user.create(name), user.watched.scope_info
        self.by_alarm[reference_id(known.alarm)] = known


def waiting_records_alarm(
    watched: AlarmContext,
    threshold: int,
    notify: Sequence[TerraformElement | str],
    period: int,
) -> CloudwatchMetricAlarm | None:
    """The alarm for the failure queue of a configuration; `None` if it has none that can be watched.

    It is in the stack of the first configuration that asks for it, until `decide_waiting_records` finds that this
    has gone. Configurations that ask for another threshold, period or notification have an alarm of their own.
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
    alarms = state_of(watched.scope_info.app).part(_QueueAlarms)
    key = "\n".join(
        [
            alarms.queues.key_of(resource or str(queue.given), watched),
            *(key_of_text(each, watched) for each in notify),
            f"{threshold} in {period}",
        ]
    )
    key = watched.deployment.instances.scoped(key)
    user = _User(
        watched,
        name,
        None if isinstance(resource, str) else resource,
        lambda name: _make(watched, name, key, threshold, notify, period),
    )
    known = alarms.by_key.get(key)
    if known is None:
        known = alarms.by_key[key] = _QueueAlarm(user.create(name), watched.scope_info)
        alarms.by_alarm[reference_id(known.alarm)] = known
    elif not is_in_tree(watched.scope_info.app, known.alarm):
        alarms.create(known, user, name)
    elif user.stack not in known.users:
        # If it is created here at synthesis, it is too late for an output of the topic's stack.
        prepare_references(
            alarm_arguments(notify, period, watched)["alarm_actions"], watched.scope_info
        )
    known.users.setdefault(user.stack, {})[reference_id(watched.configuration)] = user
    alarms.keys_of_stack.setdefault(user.stack, {})[key] = None
    return known.alarm


def current_alarms(
    alarms: Sequence[CloudwatchMetricAlarm], scope_info: ScopeInfo
) -> tuple[CloudwatchMetricAlarm, ...]:
    """Return `alarms` as they are now: one of a queue is created anew when the stack that it is in is removed."""
    by_alarm = state_of(scope_info.app).part(_QueueAlarms).by_alarm
    known = [(each, by_alarm.get(reference_id(each))) for each in alarms]
    return tuple(each if shared is None else shared.alarm for each, shared in known)


def decide_waiting_records(scope_info: ScopeInfo, present: Collection[str]) -> None:
    """Let each queue that is still the failure queue of a configuration have its alarm, and no other queue.

    Args:
        scope_info: The stack, which is synthesized.
        present: The identities of what is in the stack.
    """
    stack = reference_id(scope_info.stack)
    alarms = state_of(scope_info.app).part(_QueueAlarms)
    is_there = cache(lambda other: is_in_tree(scope_info.app, other))
    for key in [*alarms.keys_of_stack.get(stack, {})]:
        known = alarms.by_key.get(key)
        if known is None:
            continue
        own = {id_: user for id_, user in known.users.get(stack, {}).items() if id_ in present}
        known.users[stack] = own
        is_here = reference_id(known.scope_info.stack) == stack
        if own and not is_here and not is_there(known.scope_info.stack):
            first = next(iter(own.values()))
            alarms.create(known, first, first.name_when_synthesized)
            catch_up(known.alarm, scope_info)
        elif not own and is_here and not _is_needed_elsewhere(known, scope_info):
            node_of(scope_info.stack).try_remove_child(node_of(known.alarm).id)
            del alarms.by_key[key]


def _is_needed_elsewhere(known: _QueueAlarm, scope_info: ScopeInfo) -> bool:
    users = chain.from_iterable(each.values() for each in known.users.values())
    return any(is_in_tree(scope_info.app, each.watched.configuration) for each in users)


def _make(
    watched: AlarmContext,
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


def _is_of_instance(named: TerraformElement | str, watched: AlarmContext) -> bool:
    """Return whether what is named differs between the instances of the configuration."""
    if not (watched.deployment.instances.are_several and isinstance(named, str)):
        return False
    return bool(instance_references_in(resolved(named, watched.scope_info)))
