"""Amazon SNS: a standard topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic.bindings.making import make
from constructs_eic.destinations.messaging import MessagingDestination
from constructs_eic.limits import SNS_NAME_LENGTH, SNS_TOPIC

if TYPE_CHECKING:
    from constructs_eic.bindings.installed import SnsTopic
    from constructs_eic.bindings.protocols import TerraformElement
    from constructs_eic.destinations.delivery import Delivery
    from constructs_eic.destinations.encryption import KeyLike


class SnsDestination(MessagingDestination):
    """Publishes the record of an invocation to a standard topic.

    SNS takes messages of at most 256 KB: of a record that is larger, Lambda drops the payload. Asynchronous
    invocations carry up to 1 MB, for which a queue, a bucket or a function is the better destination.

    Args:
        topic: `SnsTopic`, `DataAwsSnsTopic`, the topic's ARN or a token of it. Left out, a topic is
            made under the construct, named after a function whose name is literal; it is `.topic`.
        encryption_key: The customer's KMS key of the topic: `KmsKey`, `DataAwsKmsKey` or the key's
            ARN. A key set on the topic resource itself is found without asking.

    Raises:
        EventInvokeConfigError: when attached: a FIFO topic, no topic or its ARN, no key or its ARN.

    Examples:
        >>> SnsDestination("arn:aws:sns:us-east-1:123456789012:alerts")
        SnsDestination('arn:aws:sns:us-east-1:123456789012:alerts')

    Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide; `OnFailure` in
    the AWS Lambda API Reference.
    """

    resource_types = ("aws_sns_topic", "data.aws_sns_topic")
    arn_shape = SNS_TOPIC
    arn_attributes = ("arn", "id")
    action = "sns:Publish"
    fifo_argument = "fifo_topic"

    def __init__(
        self,
        topic: TerraformElement | str | None = None,
        *,
        encryption_key: KeyLike | None = None,
    ) -> None:
        super().__init__(topic, encryption_key)

    @property
    def topic(self) -> SnsTopic:
        """The topic: the one made, once this is attached; else the resource that was given.

        Raises:
            AttributeError: it is not made yet, or an ARN was given.
        """
        return cast("SnsTopic", self.given_or_made("topic"))

    def make(self, delivery: Delivery, encryption_key: str | None) -> SnsTopic:
        """Make the topic under `delivery.scope`."""
        topic = make(
            "SnsTopic",
            delivery.scope,
            "Topic",
            name=delivery.name(SNS_NAME_LENGTH),
            kms_master_key_id=encryption_key,
            **delivery.deployment.arguments,
        )
        return cast("SnsTopic", topic)
