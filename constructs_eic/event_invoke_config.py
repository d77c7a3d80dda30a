"""`EventInvokeConfig`: how Lambda handles the asynchronous invocations of one function and qualifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_eic._alarms.waiting_records import current_alarms
from constructs_eic._bindings.resources import address, attribute
from constructs_eic._bindings.scope_info import reading_once, removed_on_error
from constructs_eic._bindings.shared import released_on_error
from constructs_eic._construct import resources
from constructs_eic._construct.arguments import read_arguments
from constructs_eic._construct.at_synthesis import decide_at_synthesis
from constructs_eic._construct.created_policies import Permission
from constructs_eic._construct.durable_destinations import check_when_synthesized
from constructs_eic._construct.moved import check_address
from constructs_eic._construct.named_aliases import NamedAlias, wait_when_synthesized
from constructs_eic._construct.named_functions import NamedFunction, recognize_when_synthesized
from constructs_eic._construct.named_roles import NamedRole, recognize_role_when_synthesized
from constructs_eic._construct.role_policies import move_policy, role_policy
from constructs_eic._construct.update_order import serialize_updates
from constructs_eic._construct.warnings import add_warnings
from constructs_eic._target.import_id import import_id
from constructs_eic._target.target import is_managed
from constructs_eic._target.uniqueness import register_configuration
from constructs_eic._values.argument_names import name_arguments
from constructs_eic._values.errors import NOTHING, Problems
from constructs_eic._values.outcome import Outcome
from constructs_eic._values.unset import UNSET, Unset
from constructs_eic.defaults import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from typing_extensions import Self

    from constructs_eic._bindings.installed import (
        CloudwatchMetricAlarm,
        IamRolePolicy,
        LambdaFunctionEventInvokeConfig,
    )
    from constructs_eic._bindings.making import CountLike, IteratorLike, LifecycleLike
    from constructs_eic._bindings.protocols import ITerraformDependable, TerraformProvider
    from constructs_eic._target.function import FunctionLike
    from constructs_eic._target.qualifier import QualifierLike
    from constructs_eic._target.role import RoleLike
    from constructs_eic.alarms import LostEventAlarms
    from constructs_eic.destinations import Destination, DestinationLike


class EventInvokeConfig(Construct):
    """Error handling and destinations for the asynchronous invocations of a Lambda function.

    Creates `aws_lambda_function_event_invoke_config` (child id `Resource`), the inline policy that lets the
    function's role deliver, and the order between them that `terraform apply` needs. Configurations of one stack
    that need the same permissions of the same role share one policy, which is in the stack itself.

    To depend on a configuration, or to change what the construct has no argument for, use `resource`.

    Attributes:
        resource: The `aws_lambda_function_event_invoke_config` itself.
        policy: The inline policy on the function's role, which other configurations may share; `None` if nothing
            is permitted.

    Examples:
        >>> from cdktf import App, TerraformStack
        >>> from constructs_eic import EventInvokeConfig
        >>> stack = TerraformStack(App(), "app")
        >>> config = EventInvokeConfig(
        ...     stack,
        ...     "async",
        ...     function="resize-images",
        ...     on_failure="arn:aws:sqs:us-east-1:123456789012:failures",
        ...     maximum_retry_attempts=1,
        ... )
        >>> config.on_failure
        SqsDestination('arn:aws:sqs:us-east-1:123456789012:failures')

    Source: `PutFunctionEventInvokeConfig` in the AWS Lambda API Reference;
    `aws_lambda_function_event_invoke_config` in the Terraform Registry.
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
        on_failure: DestinationLike | Unset | None = UNSET,
        on_success: DestinationLike | Unset | None = UNSET,
        maximum_event_age_in_seconds: float | timedelta | Unset | None = UNSET,
        maximum_retry_attempts: float | Unset | None = UNSET,
        alarms: LostEventAlarms | Unset | None = UNSET,
        role: RoleLike | None = None,
        grant_permissions: bool = True,
        region: str | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        lifecycle: LifecycleLike | None = None,
        provider: TerraformProvider | None = None,
        count: CountLike | None = None,
        for_each: IteratorLike | None = None,
    ) -> None:
        """Create the configuration.

        Args:
            scope: The stack that it is in, or any construct in a stack.
            id: The configuration's id in `scope`.
            function: `LambdaFunction`, `LambdaAlias`, one of their data sources, a name, an ARN, `name:qualifier`,
                a qualified ARN, or a string token of one of these.
            qualifier: `$LATEST`, a version or an alias name, a `LambdaAlias`, or a string token. Default: the
                qualifier that `function` includes, if any. In AWS, no qualifier and `$LATEST` are one object.
            on_failure: Where Lambda sends the record of an invocation that failed after all retries: a
                `Destination`, or a queue, topic, function, alias, event bus or bucket (resource, data source or
                ARN) from which one is inferred. `None` for no destination. Default: from `EventInvokeDefaults`,
                else none.
            on_success: The same for an invocation that succeeded; not a bucket.
            maximum_event_age_in_seconds: How long Lambda keeps an event for processing: 60 to 21600 whole seconds,
                a `timedelta`, or a number token. `None` leaves it out of the JSON. Default: from
                `EventInvokeDefaults`, else AWS's default, 21600.
            maximum_retry_attempts: How often Lambda retries when the function returns an error: 0 to 2, or a number
                token. Default: from `EventInvokeDefaults`, else AWS's default, 2. `None` leaves it out of the JSON
                and out of what Terraform compares, to take over a configuration in which it was never set. Before
                you change anything else on such a configuration, set the number: the provider's next update would
                otherwise send 0.
            alarms: CloudWatch alarms for events and records that are lost or that wait. Default: from
                `EventInvokeDefaults`, else none.
            role: `IamRole`, `DataAwsIamRole`, a role name or ARN: the role that the policy is attached to. Default:
                the function's role; for a function outside the app, a data source supplies it.
            grant_permissions: Whether the policy is created.
            region: A region name, for everything that is created; AWS provider v6 bindings only. Default: the
                function's region.
            depends_on: What must exist before the configuration, and before the function is looked up by its name.
            lifecycle: Terraform's `lifecycle` of the configuration.
            provider: The AWS provider, for everything that is created. Default: the function's provider, if it is
                in this stack.
            count: How many instances Terraform creates of the configuration and of everything in it: a number, a
                number token or a `TerraformCount`, of which the other arguments can use the `index`.
            for_each: A `TerraformIterator`: Terraform creates an instance for each element, and the other arguments
                can use its `key` and `value`.

        Raises:
            EventInvokeConfigError: Lambda or Terraform would reject this, or would accept it but not apply it. The
                error has every problem found; nothing is left in the construct tree.
        """
        arguments = read_arguments(
            scope,
            id,
            Settings(
                on_failure,
                on_success,
                maximum_event_age_in_seconds,
                maximum_retry_attempts,
                alarms,
            ),
            function=function,
            qualifier=qualifier,
            role=role,
            grant_permissions=grant_permissions,
            region=region,
            depends_on=depends_on,
            lifecycle=lifecycle,
            provider=provider,
            count=count,
            for_each=for_each,
        )
        super().__init__(scope, id)
        self._arguments = arguments
        self._is_moved = False
        with removed_on_error(scope, id), released_on_error(self, arguments.scope_info):
            bound = {
                each.outcome: each.bind(self, arguments.target, arguments.deployment)
                for each in arguments.destinations
            }
            self._permission = Permission(role_policy(self, arguments, bound))
            self.resource: LambdaFunctionEventInvokeConfig = resources.make_resource(
                self, arguments, bound, self._permission.policy
            )
            add_warnings(self, arguments)
            serialize_updates(self.resource, arguments.identity, arguments.scope_info)
            self._alarms = resources.make_alarms(self, arguments)
        register_configuration(arguments.identity, self, arguments.scope_info)
        recognize_when_synthesized(
            NamedFunction(
                self,
                arguments.target,
                arguments.deployment,
                self.resource,
                self._permission,
                is_role_looked_up=arguments.receiver is None,
            ),
            arguments.scope_info,
        )
        recognize_role_when_synthesized(
            NamedRole(
                self, arguments.receiver, arguments.deployment, self.resource, self._permission
            ),
            arguments.scope_info,
        )
        wait_when_synthesized(
            NamedAlias(self, self.resource, arguments.target, arguments.deployment),
            arguments.scope_info,
        )
        check_when_synthesized(self, arguments)
        decide_at_synthesis(arguments.scope_info)

    @property
    def policy(self) -> IamRolePolicy | None:
        """The inline policy on the function's role, which others may share; `None` if nothing is permitted."""
        return self._permission.given_out(self._arguments.scope_info)

    @property
    def alarms(self) -> tuple[CloudwatchMetricAlarm, ...]:
        """The CloudWatch alarms, in the order of `LostEventAlarms`; others may share the one of the queue."""
        return current_alarms(self._alarms, self._arguments.scope_info)

    @property
    def function_name(self) -> str:
        """The function's name only: a reference to the function in the app, else as it was given."""
        function = self._arguments.target.function
        # A token, which other stacks understand too.
        return (
            attribute(function, "function_name")
            if is_managed(function)
            else self._arguments.target.name
        )

    @property
    def qualifier(self) -> str | None:
        """The version or alias, a reference for a `LambdaAlias`; `None` without a qualifier."""
        qualifier = self._arguments.target.qualifier
        if qualifier is None or qualifier.alias is None:
            return None if qualifier is None else qualifier.text
        return attribute(qualifier.alias, "name")

    @property
    def on_failure(self) -> Destination | None:
        """The destination of the record of a failed invocation; `None` if there is none."""
        return self._destination(Outcome.FAILURE)

    @property
    def on_success(self) -> Destination | None:
        """The destination of the record of a successful invocation; `None` if there is none."""
        return self._destination(Outcome.SUCCESS)

    def _destination(self, outcome: Outcome) -> Destination | None:
        for each in self._arguments.destinations:
            if each.outcome is outcome:
                return each.destination
        return None

    def import_from(self, existing_id: str | None = None) -> Self:
        """Take over an existing configuration: `terraform plan` then imports it instead of creating one.

        Args:
            existing_id: The configuration's id, in any form that `EventInvokeConfigId` reads. Default: this
                configuration's own id, if function name and qualifier are literal.

        Returns:
            This configuration.

        Raises:
            EventInvokeConfigError: no id is given and this configuration's own id is known only to Terraform, or
                the id names another function or qualifier.

        Source: "import block" in the Terraform Language Documentation.
        """
        problems = Problems(lambda: self.node.path)
        if self._arguments.deployment.instances.are_several:
            problems.fail(
                "existing_id",
                NOTHING if existing_id is None else existing_id,
                "the configuration has count or for_each, and each instance has an id of its own",
                f"import each: terraform import '{address(self.resource)}[\"KEY\"]' ID",
            )
        id_ = import_id(self._arguments.target, existing_id, self._arguments.scope_info, problems)
        problems.raise_if_any()
        region = self._arguments.deployment.region
        # With this suffix, provider v6 imports from a region other than its own.
        self.resource.import_from(f"{id_}@{region}" if region else id_)
        return self

    def move_from(self, resource_address: str, policy_address: str | None = None) -> Self:
        """Take over resources declared by hand in the same state: `terraform plan` moves them and changes nothing.

        Args:
            resource_address: The current address of the `aws_lambda_function_event_invoke_config`, as
                `terraform state list` shows it: `aws_lambda_function_event_invoke_config.orders`,
                `module.orders[0].aws_lambda_function_event_invoke_config.this["live"]`.
            policy_address: The current address of the `aws_iam_role_policy` that permits its destinations. If it is
                left out, the configuration's own policy is created in addition to it. If configurations share a
                policy, the first address that is given is moved, and the plan removes the policies at the others.

        Returns:
            This configuration.

        Raises:
            EventInvokeConfigError: this is not an address, it is the address of another type, or it is for a policy
                that is not created; or this method was called before.

        Examples:
            >>> from cdktf import App, TerraformStack
            >>> stack = TerraformStack(App(), "app")
            >>> config = EventInvokeConfig(
            ...     stack, "async", function="orders", maximum_retry_attempts=0
            ... ).move_from("aws_lambda_function_event_invoke_config.orders")

        Source: "moved block" in the Terraform Language Documentation.
        """
        problems = Problems(lambda: self.node.path)
        if self._is_moved:
            problems.add(
                "resource_address",
                resource_address,
                "this configuration already moves a resource",
                "call move_from once, with the address that is in the state",
            )
        check_address("resource_address", resource_address, self.resource, problems)
        if policy_address is not None:
            check_address("policy_address", policy_address, self.policy, problems)
        problems.raise_if_any()
        self._is_moved = True
        self.resource.move_from_id(resource_address)
        if policy_address is not None and (policy := self.policy) is not None:
            move_policy(policy, policy_address, self._arguments.scope_info)
        return self
