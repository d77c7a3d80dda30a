"""The resources of an `EventInvokeConfig`, besides its policy and what its destinations create."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._alarms.metric_alarms import AlarmContext
from constructs_eic._alarms.of_configuration import create_alarms
from constructs_eic._bindings.making import create_resource
from constructs_eic._values.outcome import Outcome
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs import Construct

    from constructs_eic._bindings.installed import (
        CloudwatchMetricAlarm,
        IamRolePolicy,
        LambdaFunctionEventInvokeConfig,
    )
    from constructs_eic._construct.arguments import Arguments
    from constructs_eic.destinations import DestinationConfig


def make_resource(
    config: Construct,
    arguments: Arguments,
    bound: Mapping[Outcome, DestinationConfig],
    policy: IamRolePolicy | None,
) -> LambdaFunctionEventInvokeConfig:
    """Create the configuration itself, which waits for `policy` and for what the destinations need."""
    target = arguments.target
    resource = create_resource(
        "LambdaFunctionEventInvokeConfig",
        config,
        "Resource",
        function_name=target.function_name,
        qualifier=target.qualifier.text if target.qualifier else None,
        destination_config=_destination_config(bound),
        maximum_event_age_in_seconds=arguments.event_age,
        maximum_retry_attempts=arguments.retry_attempts,
        depends_on=[
            *([policy] if policy else ()),
            *(each for one in bound.values() for each in one.depends_on),
            *arguments.depends_on,
        ]
        or None,
        lifecycle=arguments.lifecycle,
        **arguments.deployment.arguments,
    )
    return cast("LambdaFunctionEventInvokeConfig", resource)


def _destination_config(bound: Mapping[Outcome, DestinationConfig]) -> dict[str, object] | None:
    return {
        f"on{outcome.title}": {"destination": each.arn} for outcome, each in bound.items()
    } or None


def make_alarms(config: Construct, arguments: Arguments) -> tuple[CloudwatchMetricAlarm, ...]:
    """Create the alarms that were requested, if any."""
    if arguments.alarms is None:
        return ()
    age = arguments.event_age
    failures = [each for each in arguments.destinations if each.outcome is Outcome.FAILURE]
    return create_alarms(
        arguments.alarms,
        AlarmContext(
            config,
            arguments.target,
            arguments.deployment,
            arguments.scope_info,
            failure=failures[0] if failures else None,
            has_destination=bool(arguments.destinations),
            event_age=None if is_token(age) else cast("int | None", age),
        ),
    )
