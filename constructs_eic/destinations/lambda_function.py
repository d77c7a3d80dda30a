"""AWS Lambda: another function."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.resources import attribute, given, resource_type
from constructs_eic._target.function import read_function
from constructs_eic._target.location import Location
from constructs_eic._target.target import is_managed
from constructs_eic._values.argument_names import name_arguments
from constructs_eic._values.destination_kinds import LAMBDA
from constructs_eic._values.function_reference import LATEST_PUBLISHED
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.context import DestinationCheck, DestinationDelivery
from constructs_eic.destinations.kind_checks import undeliverable_resource
from constructs_eic.destinations.protocols import DestinationConfig
from constructs_eic.destinations.response_only import pass_response_on

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._target.target import Target
    from constructs_eic._values.errors import Problems
    from constructs_eic._values.outcome import Outcome
    from constructs_eic.destinations.protocols import CheckContext, Delivery


@Destination.register
class LambdaDestination(Destination):
    """Invokes a function, asynchronously, with the record of an invocation.

    Args:
        function: `LambdaFunction`, `LambdaAlias`, one of their data sources, the ARN of a function,
            version or alias, or a token of it; not the configured function itself.
        response_only: Pass only the response payload to the function, not the whole record. The record then goes
            through the default event bus, with an EventBridge rule for this function and qualifier, a permission
            for the rule to invoke `function`, and a dead-letter queue (child id `DeadLetterQueue`) for responses
            that EventBridge cannot deliver. The response of a failure is the error: as `on_failure`, the event
            itself is not passed on.

    Raises:
        EventInvokeConfigError: when attached: this is the configured function itself, or it is neither a function
            nor the ARN of one.

    Examples:
        >>> LambdaDestination("arn:aws:lambda:us-east-1:123456789012:function:next")
        LambdaDestination('arn:aws:lambda:us-east-1:123456789012:function:next')

    Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide.
    """

    kind = LAMBDA

    @name_arguments
    def __init__(self, function: TerraformElement | str, *, response_only: bool = False) -> None:
        super().__init__(function)
        self.response_only = response_only

    def check(self, context: CheckContext) -> None:
        """Report the configured function itself, under any qualifier, and a durable function without qualifier."""
        checked = DestinationCheck.of(context)
        if checked.is_refused:
            return
        destination = destination_function(self, checked)
        if destination is None:
            return
        if checked.target is not None and _is_same(destination, checked.target, checked):
            checked.refuse(
                self.given,
                "this is the configured function itself, which Lambda refuses: "
                "each event would cause the next",
                "give another function; if this one is of another account, name the configured one by its ARN",
            )
        if self.response_only and destination.is_published_version:
            checked.refuse(
                self.given,
                f"EventBridge needs a permission for {LATEST_PUBLISHED}, and aws_lambda_permission does not "
                "take this qualifier",
                "give the function without it: on Lambda Managed Instances that invokes the same version",
            )
        if destination.qualifier is None and is_managed(destination.function):
            never = undeliverable_resource(LAMBDA, destination.function)
            if never is not None:
                checked.refuse(self.given, never.reason, never.fix)

    def _check_values(self, outcome: Outcome, problems: Problems) -> None:
        """Report a `response_only` that is not a bool."""
        if not isinstance(self.response_only, bool):
            problems.add(
                "response_only", self.response_only, "this is not a bool", "give True or False"
            )

    def arn(self, delivery: Delivery) -> str:
        """The function's ARN; with the qualifier, if a data source has one."""
        data = self.given
        is_data_source = resource_type(data) == "data.aws_lambda_function"
        if is_data_source and given(cast("TerraformElement", data), "qualifier"):
            return attribute(cast("TerraformElement", data), "qualified_arn")
        return super().arn(delivery)

    def bind(self, delivery: Delivery) -> DestinationConfig:
        """Permit `lambda:InvokeFunction` on this ARN, or pass the response on through EventBridge."""
        arn = self.arn(delivery)
        if self.response_only:
            whole = DestinationDelivery.of(delivery)
            return pass_response_on(
                arn, cast("Target", destination_function(self, whole.checked)), whole
            )
        return DestinationConfig(arn, LAMBDA.statements(arn))


def destination_function(
    destination: LambdaDestination, checked: DestinationCheck
) -> Target | None:
    """The function that a destination is; `None` if it cannot be read, which is reported."""
    return read_function(
        checked.outcome.argument, destination.given, checked.scope_info, checked.problems
    )


def _is_same(destination: Target, target: Target, checked: DestinationCheck) -> bool:
    """Return whether a destination is the configured function; a namesake in another account or region is not."""
    if not target.is_same_function(destination, checked.scope_info):
        return False
    here, there = (
        Location.of_function(each, checked.deployment, checked.scope_info)
        for each in (target, destination)
    )
    return not here.differs_from(there)
