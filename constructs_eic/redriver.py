"""`Redriver`: sends the events of a queue back to their functions inside AWS, millions of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs import Construct

from constructs_eic._bindings.scope_info import reading_once, removed_on_error
from constructs_eic._construct.at_synthesis import decide_at_synthesis
from constructs_eic._redriver import permissions, resources
from constructs_eic._redriver.alarms import create_alarms
from constructs_eic._redriver.arguments import read_arguments
from constructs_eic._redriver.queues import QueueDelivery, url_of
from constructs_eic._redriver.uniqueness import RedriverPlace, occupy
from constructs_eic._values.argument_names import name_arguments
from constructs_eic._values.unset import UNSET, Unset
from constructs_eic.destinations.encryption import key_arn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic._bindings.installed import (
        CloudwatchMetricAlarm,
        IamRole,
        IamRolePolicy,
        LambdaEventSourceMapping,
        LambdaFunction,
    )
    from constructs_eic._bindings.protocols import TerraformElement, TerraformProvider
    from constructs_eic._target.function import FunctionLike
    from constructs_eic.alarms import LostEventAlarms
    from constructs_eic.destinations.sqs import SqsDestination


class Redriver(Construct):
    """Sends the events of the records in a queue back to their functions, inside AWS.

    Creates a function, the forwarder (child id `Forwarder`), with its role and its log group, and an event source
    mapping from the queue to it, which is disabled: nothing happens until `constructs-eic redrive QUEUE --with
    NAME` enables it. The command disables it when all messages are processed that were in the queue at its start.

    The forwarder decides as `constructs-eic redrive` does. Each message is removed from the queue only after Lambda
    accepted its event, or after it was put into the parking queue: because it arrived after the start, so that what
    fails again is not sent in a circle, or because its event cannot be sent. A parked message is the message
    itself; its message attribute `RedriveReason` says why, unless SQS's limits leave no room for it. What may
    succeed later, such as when Lambda throttles, stays in the queue. An event may be sent twice, but none is lost.

    Each message that stays counts as received: if the queue has a redrive policy of its own, SQS moves the message
    on after `maxReceiveCount`, for which AWS recommends at least 5.

    Attributes:
        forwarder: The function.
        role: Its role.
        policy: The role's only policy: to read the queue, to invoke the functions given, to park, and to log.
        event_source_mapping: The mapping.
        parking: The parking queue.
        alarms: The CloudWatch alarms.

    Examples:
        >>> from cdktf import App, TerraformStack
        >>> from constructs_eic import Redriver
        >>> stack = TerraformStack(App(), "app")
        >>> redriver = Redriver(
        ...     stack,
        ...     "redriver",
        ...     source="arn:aws:sqs:us-east-1:123456789012:failures",
        ...     functions=["orders", "resize:live"],
        ... )
        >>> redriver.forwarder_name
        'app-redriver'

    Source: "Creating and configuring an Amazon SQS event source mapping" and "Handling errors for an SQS event
    source in Lambda" in the AWS Lambda Developer Guide.
    """

    @reading_once
    @name_arguments
    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - its name in constructs
        *,
        source: TerraformElement | SqsDestination | str,
        functions: Sequence[FunctionLike],
        parking: TerraformElement | SqsDestination | str | None = None,
        maximum_concurrency: float | None = None,
        name: str | None = None,
        alarms: LostEventAlarms | Unset | None = UNSET,
        region: str | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Create it.

        Args:
            scope: The stack that it is in, or any construct in a stack.
            id: Its id in `scope`.
            source: The queue whose messages are processed: `SqsQueue`, `DataAwsSqsQueue`, the queue's ARN or a
                token of it; `SqsDestination(queue, encryption_key=...)` if the queue has a customer managed key
                that is not set on the queue resource itself. It is in the same region, and its visibility timeout
                is at least 30 seconds; AWS recommends 180, six times what the forwarder may run.
            functions: The functions that may be invoked, as `EventInvokeConfig` takes one: at least one. A function
                without a qualifier includes its versions and aliases; with one, no other. Events of other functions
                are parked.
            parking: The queue for what is not sent: as `source`, or `SqsDestination()`. Default: a queue is
                created, encrypted, with a retention period of 14 days; it is available as `parking.queue`.
            maximum_concurrency: How many batches of 10 messages are processed at the same time: 2 to 1000, or a
                number token. Default: as many as Lambda starts.
            name: The forwarder's name: 1 to 64 letters, digits, hyphens and underscores. Default: the construct's
                path, such as `app-redriver`.
            alarms: `notify`, `period` and `waiting_records` of these are used for an alarm when the forwarder can
                neither send nor park any message of a batch, and one when messages wait in the parking queue;
                `None` for no alarm. Default: from `EventInvokeDefaults`, else `LostEventAlarms()`.
            region: A region name, for everything that is created; AWS provider v6 bindings only. Default: that of
                `source`.
            provider: The AWS provider, for everything that is created. Default: that of `source`, if it is in this
                stack.

        Raises:
            EventInvokeConfigError: Lambda or Terraform would reject this, or it would not work. The error has every
                problem found; nothing is left in the construct tree.
        """
        arguments = read_arguments(
            scope,
            id,
            source=source,
            functions=functions,
            parking=parking,
            maximum_concurrency=maximum_concurrency,
            name=name,
            alarms=alarms,
            region=region,
            provider=provider,
        )
        super().__init__(scope, id)
        deployment, scope_info = arguments.deployment, arguments.scope_info
        self._name = arguments.forwarder.name
        with removed_on_error(scope, id):
            occupy(
                RedriverPlace(arguments.forwarder, arguments.source, deployment, scope_info), self
            )
            parking_queue = arguments.parking.destination
            to_park = parking_queue.bind(
                QueueDelivery(arguments.parking.checked, self, arguments.forwarder, deployment)
            )
            from_source = QueueDelivery(
                arguments.source.checked, self, arguments.forwarder, deployment
            )
            given = cast("SqsDestination", arguments.source.destination)
            source_arn = given.arn(from_source)
            logs = resources.make_log_group(self, self._name, deployment)
            self.parking: SqsDestination = cast("SqsDestination", parking_queue)
            self.role: IamRole = resources.make_role(self, arguments.forwarder, deployment)
            self.forwarder: LambdaFunction = resources.make_function(
                self,
                self._name,
                self.role,
                url_of(arguments.parking, self, deployment),
                logs,
                deployment,
            )
            self.policy: IamRolePolicy = resources.make_policy(
                self,
                self.role,
                [
                    *permissions.of_source(source_arn, key_arn(given.encryption_key, from_source)),
                    *to_park.statements,
                    permissions.of_functions(arguments.functions, self.forwarder),
                    permissions.of_logs(logs),
                ],
                deployment,
                scope_info,
            )
            self.event_source_mapping: LambdaEventSourceMapping = resources.make_mapping(
                self,
                source_arn,
                self.forwarder,
                self.policy,
                arguments.maximum_concurrency,
                deployment,
            )
            self.alarms: tuple[CloudwatchMetricAlarm, ...] = create_alarms(self, arguments)
        decide_at_synthesis(scope_info)

    @property
    def forwarder_name(self) -> str:
        """The name that `constructs-eic redrive QUEUE --with NAME` takes; a token if it was given as one."""
        return self._name
