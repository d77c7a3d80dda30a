"""Reads `source=` and `parking=`: queues, checked as the queues that are destinations are."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

from constructs import Construct

from constructs_eic._alarms.queue_identity import literal_name_of, location_of
from constructs_eic._bindings.expressions import regex_group, resolved, textual
from constructs_eic._bindings.making import create_resource
from constructs_eic._bindings.resources import (
    attribute,
    given,
    reference_id,
    resource_type,
)
from constructs_eic._values.arn import Arn
from constructs_eic._values.destination_kinds import SQS
from constructs_eic._values.text_calls import as_template
from constructs_eic.destinations.attached import AttachedDestination
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.context import DestinationCheck, DestinationDelivery
from constructs_eic.destinations.kind_checks import (
    check_given,
    check_in_app,
    undeliverable_resource,
)
from constructs_eic.destinations.registered import class_for_arn, class_for_type
from constructs_eic.destinations.sqs import SqsDestination

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.target import Target
    from constructs_eic._values.errors import Problems
    from constructs_eic._values.outcome import Outcome


class QueueArgument(Enum):
    """An argument that takes a queue, in place of the outcome that a destination is for."""

    SOURCE = "source"
    PARKING = "parking"

    @property
    def argument(self) -> str:
        """The argument of `Redriver`."""
        return self.value

    @property
    def title(self) -> str:
        """Its name as part of the names of what is created."""
        return self.name.title()


def read_queue(
    argument: QueueArgument,
    value: object,
    forwarder: Target,
    deployment: Deployment,
    scope_info: ScopeInfo,
    problems: Problems,
) -> AttachedDestination | None:
    """The queue that `value` names; `None` if it is something else, which is reported.

    Args:
        argument: The argument that `value` was given for.
        value: A queue, its ARN, a token of it, or a `SqsDestination`.
        forwarder: The function whose role uses the queue.
        deployment: Provider and region of everything that is created.
        scope_info: Where the `Redriver` is in the app.
        problems: Takes what cannot work.
    """
    value = textual(value)
    if isinstance(value, Destination) and not isinstance(value, SqsDestination):
        problems.add(
            argument.argument,
            value,
            f"{type(value).__name__} is not for a queue",
            "give a queue, its ARN or SqsDestination(queue)",
        )
        return None
    other = _other_class(value)
    if other is not None:
        problems.add(
            argument.argument,
            value,
            f"a Redriver uses SQS queues, and this is another kind: {other.kind.title}",
            "give a queue, its ARN or SqsDestination(queue)",
        )
        return None
    is_read = isinstance(value, SqsDestination)
    queue = cast("SqsDestination", value) if is_read else SqsDestination(value)  # type: ignore[arg-type]
    # Of an outcome, a queue is asked for the argument and the title only.
    outcome = cast("Outcome", argument)
    checked = DestinationCheck(
        queue.given,
        queue.kind,
        outcome,
        problems,
        scope_info,
        forwarder,
        deployment,
        grants=True,
        problems_before=len(problems.found),
    )
    if _is_fifo(checked):
        checked.refuse(value, *_FIFO[argument])
        return None
    check_given(queue, outcome, problems)
    check_in_app(queue, checked)
    queue.check(checked)
    return AttachedDestination(queue, checked)


# Source: "Adding a destination" (standard queues only) in the AWS Lambda Developer Guide; `MessageGroupId` of
# `SendMessage` in the Amazon SQS API Reference.
_FIFO: Final = {
    QueueArgument.SOURCE: (
        "this is a FIFO queue, and Lambda delivers records to standard queues only: no event waits here to be sent",
        "give the standard queue that is on_failure, or the dead-letter queue, of the functions",
    ),
    QueueArgument.PARKING: (
        "this is a FIFO queue, which takes no message without a message group, and what is parked has none",
        "give a standard queue, or leave it out: one is created",
    ),
}


def _is_fifo(queue: DestinationCheck) -> bool:
    """Return whether a queue never receives a record because it is FIFO."""
    if queue.resource is not None:
        return undeliverable_resource(SQS, queue.resource, queue.scope_info) is not None
    if not isinstance(queue.given, str):
        return False
    text = as_template(resolved(queue.given, queue.scope_info))
    return SQS.undeliverable_arn(text) is not None


def _other_class(value: object) -> type[Destination] | None:
    """The class of destination that a resource or an ARN is for, if that is not a queue's."""
    if isinstance(value, str):
        try:
            found = class_for_arn(Arn.parse(value))
        except ValueError:
            return None
    else:
        found = class_for_type(resource_type(value))
    return None if found is SqsDestination else found


def are_the_same(
    one: AttachedDestination, other: AttachedDestination, scope_info: ScopeInfo
) -> bool:
    """Return whether two queues are known to be one: by their resource, their ARN, or name and place."""
    if one.resource is not None and other.resource is not None:
        if reference_id(one.resource) == reference_id(other.resource):
            return True
        types = [resource_type(each.resource) for each in (one, other)]
        if types[0] == types[1] == "aws_sqs_queue":
            return False
    arns = [_known_arn(each, scope_info) for each in (one, other)]
    if None not in arns and arns[0] == arns[1]:
        return True
    queues = [_given(each) for each in (one, other)]
    if queues[0] is None or queues[1] is None:
        return False  # one of them is created
    name = literal_name_of(queues[0])
    is_one_name = name is not None and name == literal_name_of(queues[1])
    return is_one_name and not location_of(queues[0]).differs_from(location_of(queues[1]))


def _given(queue: AttachedDestination) -> TerraformElement | str | None:
    return queue.resource or queue.destination.given


def _known_arn(queue: AttachedDestination, scope_info: ScopeInfo) -> str | None:
    value = queue.destination.given
    return resolved(value, scope_info) if isinstance(value, str) else None


def visibility_timeout(queue: AttachedDestination) -> int | None:
    """The queue's visibility timeout in seconds, if it is literal."""
    value = None if queue.resource is None else given(queue.resource, "visibility_timeout_seconds")
    return int(value) if isinstance(value, (int, float)) and value >= 0 else None


class QueueDelivery(DestinationDelivery):
    """A queue of a `Redriver`, while what it needs is created."""

    @cached_property
    def scope(self) -> Construct:
        """The scope in which a queue is created."""
        return Construct(self.configuration, self.outcome.title)


def url_of(queue: AttachedDestination, scope: Construct, deployment: Deployment) -> str:
    """The URL of a queue; of one that is not in the app, from its ARN.

    Source: "Queue and message identifiers" in the Amazon SQS Developer Guide.
    """
    destination = cast("SqsDestination", queue.destination)
    resource: TerraformElement | None = (
        destination.queue if destination.given is None else queue.resource
    )
    if resource is not None:
        return attribute(resource, "url")
    text = str(destination.given)
    try:
        arn = Arn.parse(text)
        region, account, name = arn.region, arn.account, arn.resource
    except ValueError:
        region, account, name = (regex_group(_PARTS, part, text) for part in _PART_NAMES)
    partition = create_resource(
        "DataAwsPartition", scope, "Partition", **deployment.global_arguments
    )
    return f"https://sqs.{region}.{attribute(partition, 'dns_suffix')}/{account}/{name}"


_PARTS = "^arn:[^:]+:sqs:(?P<region>[^:]+):(?P<account>[^:]+):(?P<name>.+)$"
_PART_NAMES = ("region", "account", "name")
