"""Amazon SQS: a standard queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.expressions import regex_group
from constructs_eic._bindings.making import CREATE_BEFORE_DESTROY, create_resource
from constructs_eic._bindings.resources import attribute
from constructs_eic._values.argument_names import name_arguments
from constructs_eic._values.destination_kinds import SQS
from constructs_eic._values.limits import SQS_NAME_LENGTH
from constructs_eic._values.tokens import is_single_expression, split_colons
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.message_size import allow_large_messages, size_before_creation
from constructs_eic.destinations.messaging import MessagingDestination

if TYPE_CHECKING:
    from constructs_eic._bindings.installed import SqsQueue
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic.destinations.context import DestinationCheck, DestinationDelivery
    from constructs_eic.destinations.encryption import KeyLike


@Destination.register
class SqsDestination(MessagingDestination):
    """Sends the record of an invocation as a message to a standard queue.

    Args:
        queue: `SqsQueue`, `DataAwsSqsQueue`, the queue's ARN or a token of it. By default, a queue is created under
            the construct: encrypted, with a retention period of 14 days, with the largest message size that the AWS
            provider accepts (of the version that the stack requires by an override, else that of the installed
            bindings), and named after the function if the function's name is literal. It is available as `.queue`.
        encryption_key: The customer managed KMS key of the queue: `KmsKey`, `DataAwsKmsKey` or the key's ARN. A
            key that is set on the queue resource itself is found automatically.

    Raises:
        EventInvokeConfigError: when attached: the queue is FIFO, or the queue or the key is not valid.

    Examples:
        >>> SqsDestination("arn:aws:sqs:us-east-1:123456789012:failures")
        SqsDestination('arn:aws:sqs:us-east-1:123456789012:failures')

    Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide.
    """

    kind = SQS

    @name_arguments
    def __init__(
        self,
        queue: TerraformElement | str | None = None,
        *,
        encryption_key: KeyLike | None = None,
    ) -> None:
        super().__init__(queue, encryption_key)

    @property
    def queue(self) -> SqsQueue:
        """The queue: the one created when this is attached, or the resource that was given.

        Raises:
            AttributeError: the queue is not created yet, or an ARN was given.
        """
        return cast("SqsQueue", self._given_or_created("queue"))

    def _create(self, delivery: DestinationDelivery, encryption_key: str | None) -> SqsQueue:
        """Create the queue under `delivery.scope`."""
        size = size_before_creation()
        created = create_resource(
            "SqsQueue",
            delivery.scope,
            "Queue",
            name=delivery.name(SQS_NAME_LENGTH),
            message_retention_seconds=LONGEST_RETENTION_IN_SECONDS,
            sqs_managed_sse_enabled=True if encryption_key is None else None,
            kms_master_key_id=encryption_key,
            lifecycle=CREATE_BEFORE_DESTROY,
            max_message_size=size,
            **delivery.resource_arguments,
        )
        queue = cast("SqsQueue", created)
        allow_large_messages(queue, size, delivery.scope_info)
        return queue


LONGEST_RETENTION_IN_SECONDS = 14 * 24 * 60 * 60


def queue_name(destination: SqsDestination, checked: DestinationCheck) -> str:
    """The queue's name, which identifies it in CloudWatch: from the resource, or from its ARN."""
    if destination.given is None:
        return attribute(destination.queue, "name")
    if checked.resource is not None:
        return attribute(checked.resource, "name")
    if checked.reference is not None:
        return checked.reference.sibling("name")
    return name_in(str(destination.given))


def name_in(arn: str) -> str:
    """The name of the queue with this ARN, or token of an ARN."""
    if is_single_expression(arn):
        return regex_group("(?P<name>[^:]+)$", "name", arn)
    return split_colons(arn)[-1]
