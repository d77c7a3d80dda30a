"""`EventInvokeConfigLookup`: an existing configuration, read when Terraform plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs import Construct

from constructs_eic._bindings.expressions import json_number, json_text, resolved, textual
from constructs_eic._bindings.making import create_resource
from constructs_eic._bindings.scope_info import reading_once, scope_info_of
from constructs_eic._construct.meta_arguments import check_instances
from constructs_eic._target.deployment import (
    check_provider,
    check_region,
    warn_of_another_region,
)
from constructs_eic._target.function import deployment_for, read_target
from constructs_eic._target.function_lookup import wait_for_sources
from constructs_eic._target.instances import Instances
from constructs_eic._target.location import Location
from constructs_eic._values.argument_names import name_arguments
from constructs_eic._values.errors import Problems

if TYPE_CHECKING:
    from constructs_eic._bindings.installed import DataAwsCloudcontrolapiResource
    from constructs_eic._bindings.protocols import TerraformProvider
    from constructs_eic._target.function import FunctionLike
    from constructs_eic._target.qualifier import QualifierLike
    from constructs_eic._target.target import Target


class EventInvokeConfigLookup(Construct):
    """The settings of a configuration that is managed elsewhere: by hand, by a script, by another tool.

    Terraform reads it through AWS Cloud Control as `data.aws_cloudcontrolapi_resource` (child id `Resource`). The
    plan fails if there is no such configuration. A setting that was never set is null in Terraform: use
    `Fn.coalesce` to give it a value.

    Examples:
        >>> from cdktf import App, TerraformStack
        >>> stack = TerraformStack(App(), "app")
        >>> existing = EventInvokeConfigLookup(stack, "existing", function="resize", qualifier="live")
        >>> existing.resource.identifier_input
        'resize|live'

    Source: `AWS::Lambda::EventInvokeConfig` in the AWS CloudFormation Template Reference;
    `aws_cloudcontrolapi_resource` in the Terraform Registry.
    """

    @reading_once
    @name_arguments
    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - its name in constructs
        *,
        function: FunctionLike,
        qualifier: QualifierLike | None = None,
        region: str | None = None,
        provider: TerraformProvider | None = None,
    ) -> None:
        """Look the configuration up.

        Args:
            scope: The stack that it is in, or any construct in a stack.
            id: Its id in `scope`.
            function: As on `EventInvokeConfig`.
            qualifier: As on `EventInvokeConfig`. No qualifier and `$LATEST` are one object.
            region: As on `EventInvokeConfig`.
            provider: As on `EventInvokeConfig`. Cloud Control reads in the provider's own account only.

        Raises:
            EventInvokeConfigError: `function` or `qualifier` names nothing that Lambda could have, or `region` or
                `provider` is not valid.
        """
        scope_info = scope_info_of(scope)
        problems = Problems(
            path=lambda: f"{scope.node.path}/{id}",
            expression=lambda token: resolved(token, scope_info),
        )
        target = read_target(function, qualifier, scope_info, problems)
        deployment = deployment_for(target, provider, region, scope_info)
        check_region(textual(region), problems)
        check_instances(
            Instances(),
            {"function": function, "qualifier": qualifier, "region": region},
            scope_info,
            problems,
        )
        check_provider(provider, scope_info, problems)
        problems.raise_if_any()
        target = cast("Target", target)

        super().__init__(scope, id)
        self.resource: DataAwsCloudcontrolapiResource = cast(
            "DataAwsCloudcontrolapiResource",
            create_resource(
                "DataAwsCloudcontrolapiResource",
                self,
                "Resource",
                type_name="AWS::Lambda::EventInvokeConfig",
                identifier=f"{target.name}|{target.qualifier_or_latest}",
                **deployment.arguments,
            ),
        )
        """The `data.aws_cloudcontrolapi_resource` itself, the escape hatch."""
        wait_for_sources(self.resource, target, scope_info)
        function_region = Location.of_function(target, deployment, scope_info).region
        warn_of_another_region(self, function_region, deployment, scope_info)
        properties = self.resource.properties
        self.maximum_event_age_in_seconds: float = json_number(
            properties, "MaximumEventAgeInSeconds"
        )
        """How long Lambda keeps an event, a number token."""
        self.maximum_retry_attempts: float = json_number(properties, "MaximumRetryAttempts")
        """How often Lambda retries, a number token."""
        self.on_failure: str = json_text(
            properties, "DestinationConfig", "OnFailure", "Destination"
        )
        """The ARN that failed invocations are reported to, a string token."""
        self.on_success: str = json_text(
            properties, "DestinationConfig", "OnSuccess", "Destination"
        )
        """The ARN that successful invocations are reported to, a string token."""
