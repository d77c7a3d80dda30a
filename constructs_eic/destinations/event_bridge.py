"""Amazon EventBridge: an event bus."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.making import create_resource
from constructs_eic._bindings.resources import attribute
from constructs_eic._bindings.shared import shared_element
from constructs_eic._values.argument_names import name_arguments
from constructs_eic._values.destination_kinds import EVENT_BRIDGE
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.context import DestinationDelivery
from constructs_eic.destinations.protocols import DestinationConfig

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic.destinations.protocols import Delivery


@Destination.register
class EventBridgeDestination(Destination):
    """Puts the record of an invocation as an event on an event bus.

    Args:
        event_bus: `CloudwatchEventBus`, `DataAwsCloudwatchEventBus`, the bus's ARN or a token of it.
            Default: the account's default bus, read through a data source.

    Raises:
        EventInvokeConfigError: when attached: this is neither an event bus nor the ARN of one.

    Examples:
        >>> EventBridgeDestination()
        EventBridgeDestination()

    Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide.
    """

    kind = EVENT_BRIDGE
    can_be_left_out = True

    @name_arguments
    def __init__(self, event_bus: TerraformElement | str | None = None) -> None:
        self.given = event_bus

    def bind(self, delivery: Delivery) -> DestinationConfig:
        """Permit `events:PutEvents` on the bus."""
        return put_events(
            default_bus_arn(DestinationDelivery.of(delivery))
            if self.given is None
            else self.arn(delivery)
        )


def default_bus_arn(delivery: DestinationDelivery) -> str:
    """The ARN of the account's default bus, looked up once for the configurations of a stack."""

    def create(scope: Construct, id_: str) -> TerraformElement:
        return create_resource(
            "DataAwsCloudwatchEventBus", scope, id_, name="default", **delivery.resource_arguments
        )

    configuration, deployment = delivery.configuration, delivery.deployment
    if deployment.instances.are_several:
        bus = configuration.node.try_find_child("EventBus") or create(configuration, "EventBus")
        return attribute(cast("TerraformElement", bus), "arn")
    return shared_element(
        "EventBus", deployment.key, configuration, delivery.scope_info, create
    ).attribute("arn")


def put_events(bus_arn: str) -> DestinationConfig:
    """The ARN and permission of a destination that is an event bus."""
    return DestinationConfig(bus_arn, EVENT_BRIDGE.statements(bus_arn))
