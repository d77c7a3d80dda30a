"""Amazon SNS: a standard topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.making import CREATE_BEFORE_DESTROY, create_resource
from constructs_eic._values.argument_names import name_arguments
from constructs_eic._values.destination_kinds import SNS
from constructs_eic._values.limits import SNS_NAME_LENGTH
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.messaging import MessagingDestination

if TYPE_CHECKING:
    from constructs_eic._bindings.installed import SnsTopic
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic.destinations.context import DestinationDelivery
    from constructs_eic.destinations.encryption import KeyLike


@Destination.register
class SnsDestination(MessagingDestination):
    """Publishes the record of an invocation to a standard topic.

    SNS accepts messages of at most 256 KB: if a record is larger, Lambda drops its payload. Asynchronous
    invocations can carry up to 1 MB; for these, a queue, a bucket or a function is the better destination.

    Args:
        topic: `SnsTopic`, `DataAwsSnsTopic`, the topic's ARN or a token of it. By default, a topic is created under
            the construct, named after the function if the function's name is literal; it is available as `.topic`.
        encryption_key: The customer managed KMS key of the topic: `KmsKey`, `DataAwsKmsKey` or the key's ARN. A
            key that is set on the topic resource itself is found automatically.

    Raises:
        EventInvokeConfigError: when attached: the topic is FIFO, or the topic or the key is not valid.

    Examples:
        >>> SnsDestination("arn:aws:sns:us-east-1:123456789012:alerts")
        SnsDestination('arn:aws:sns:us-east-1:123456789012:alerts')

    Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide; `OnFailure` in
    the AWS Lambda API Reference.
    """

    kind = SNS

    @name_arguments
    def __init__(
        self,
        topic: TerraformElement | str | None = None,
        *,
        encryption_key: KeyLike | None = None,
    ) -> None:
        super().__init__(topic, encryption_key)

    @property
    def topic(self) -> SnsTopic:
        """The topic: the one created when this is attached, or the resource that was given.

        Raises:
            AttributeError: the topic is not created yet, or an ARN was given.
        """
        return cast("SnsTopic", self._given_or_created("topic"))

    def _create(self, delivery: DestinationDelivery, encryption_key: str | None) -> SnsTopic:
        """Create the topic under `delivery.scope`."""
        topic = create_resource(
            "SnsTopic",
            delivery.scope,
            "Topic",
            name=delivery.name(SNS_NAME_LENGTH),
            kms_master_key_id=encryption_key,
            lifecycle=CREATE_BEFORE_DESTROY,
            **delivery.resource_arguments,
        )
        return cast("SnsTopic", topic)
