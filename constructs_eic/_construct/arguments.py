"""Checks the arguments of an `EventInvokeConfig` together, and reads what they amount to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from constructs_eic._alarms.notified import check_notified
from constructs_eic._bindings.expressions import resolved, textual
from constructs_eic._bindings.number_arguments import read_number
from constructs_eic._bindings.scope_info import scope_info_of
from constructs_eic._construct.inline_policy_conflicts import check_inline_policies
from constructs_eic._construct.meta_arguments import (
    check_instances,
    check_meta_arguments,
    lifecycle_of,
)
from constructs_eic._construct.moved_elsewhere import check_moved
from constructs_eic._target.deployment import check_provider, check_region
from constructs_eic._target.function import deployment_for, read_target
from constructs_eic._target.instances import Instances
from constructs_eic._target.role import check_account, read_role
from constructs_eic._target.uniqueness import configuration_of
from constructs_eic._values import limits
from constructs_eic._values.errors import NOTHING, Problems
from constructs_eic._values.function_reference import LATEST
from constructs_eic._values.tokens import is_token
from constructs_eic.defaults import check_alarms
from constructs_eic.destinations.attached import AttachedDestination
from constructs_eic.destinations.from_value import destination_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

    from constructs_eic._bindings.making import CountLike, IteratorLike, LifecycleLike
    from constructs_eic._bindings.protocols import (
        ITerraformDependable,
        TerraformProvider,
        TerraformResourceLifecycle,
    )
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.function import FunctionLike
    from constructs_eic._target.qualifier import QualifierLike
    from constructs_eic._target.role import Role, RoleLike
    from constructs_eic._target.target import Target
    from constructs_eic._target.uniqueness import TargetIdentity
    from constructs_eic.alarms import LostEventAlarms
    from constructs_eic.defaults import Settings


@dataclass(frozen=True)
class Arguments:
    """The arguments of one configuration, without a problem.

    Attributes:
        scope_info: Where the configuration is in the app.
        target: The function and qualifier that it is for.
        identity: How the target is identified in the app.
        deployment: Provider and region of everything that is created.
        destinations: The destinations, failure first.
        event_age: Seconds, a number token, or `None`.
        retry_attempts: A number, a number token, or `None`.
        alarms: What to alarm on, if anything.
        grants: Whether the policy is created.
        receiver: The role that the policy is for; `None` if a data source must find it.
        depends_on: What the configuration waits for, in addition to what is created here.
        lifecycle: Terraform's `lifecycle` of the configuration.
    """

    scope_info: ScopeInfo
    target: Target
    identity: TargetIdentity
    deployment: Deployment
    destinations: tuple[AttachedDestination, ...]
    event_age: float | None
    retry_attempts: float | None
    alarms: LostEventAlarms | None
    grants: bool
    receiver: Role | None
    depends_on: tuple[ITerraformDependable, ...]
    lifecycle: TerraformResourceLifecycle | None


def read_arguments(
    scope: Construct,
    id_: str,
    settings: Settings,
    *,
    function: FunctionLike,
    qualifier: QualifierLike | None,
    role: RoleLike | None,
    grant_permissions: bool,
    region: str | None,
    depends_on: Sequence[ITerraformDependable] | None,
    lifecycle: LifecycleLike | None,
    provider: TerraformProvider | None,
    count: CountLike | None,
    for_each: IteratorLike | None,
) -> Arguments:
    """Read and check the arguments of the configuration `id_` in `scope`.

    Raises:
        EventInvokeConfigError: with every problem found.
    """
    scope_info = scope_info_of(scope)
    problems = Problems(
        path=lambda: f"{scope.node.path}/{id_}",
        expression=lambda token: resolved(token, scope_info),
    )
    settings = settings.completed(scope_info)
    target = read_target(function, qualifier, scope_info, problems)
    instances = Instances.read(count, for_each, problems)
    deployment = deployment_for(target, provider, region, scope_info, instances)
    destinations: list[AttachedDestination] = []
    for outcome, value in settings.destinations:
        destination = destination_from(value, outcome, problems, scope_info)
        if destination is not None:
            destinations.append(
                AttachedDestination.check(
                    destination,
                    outcome,
                    problems,
                    scope_info,
                    target,
                    deployment,
                    grants=grant_permissions,
                )
            )
    age, retries = (
        read_number(argument, settings.by_name[argument], scope_info, problems)
        for argument in ("maximum_event_age_in_seconds", "maximum_retry_attempts")
    )
    event_age = limits.event_age(age, problems)
    retry_attempts = limits.retry_attempts(retries, problems)
    alarms = check_alarms(settings.alarms, problems)
    if alarms is not None:
        check_notified(alarms, problems, scope_info)
    has_policy = grant_permissions and bool(destinations)
    receiver = None
    if role is not None:
        receiver = read_role(role, scope_info, problems)
    elif target is not None and has_policy:
        receiver = target.own_role(scope_info)
    if receiver is not None:
        argument, value = ("function", function) if role is None else ("role", role)
        account = target.account if target and receiver.account else None
        check_account(receiver, account, argument, value, problems)
        if has_policy:
            check_inline_policies(receiver, argument, value, problems)
    _check_permissions(grant_permissions, problems)
    check_region(textual(region), problems)
    check_meta_arguments(depends_on, lifecycle, problems)
    check_provider(provider, scope_info, problems)
    _check_effect(settings, problems)
    check_instances(
        instances,
        {
            "function": function,
            "qualifier": qualifier,
            **settings.by_name,
            "role": role,
            "region": region,
        },
        scope_info,
        problems,
    )
    check_moved(
        {
            "function": function,
            "qualifier": qualifier,
            "on_failure": settings.on_failure,
            "on_success": settings.on_success,
            "role": role,
            "alarms": getattr(settings.alarms, "notify", None),
        },
        scope_info,
        problems,
    )
    identity = target.identity(scope_info, deployment) if target else None
    _check_unique(identity, target, scope_info, function, problems)
    problems.raise_if_any()
    return Arguments(
        scope_info,
        cast("Target", target),
        cast("TargetIdentity", identity),
        deployment,
        tuple(destinations),
        event_age,
        retry_attempts,
        alarms,
        grant_permissions,
        receiver,
        tuple(depends_on or ()),
        lifecycle_of(lifecycle, retry_attempts),
    )


def _check_permissions(grant_permissions: object, problems: Problems) -> None:
    if not isinstance(grant_permissions, bool):
        problems.add(
            "grant_permissions", grant_permissions, "this is not a bool", "give True or False"
        )


def _check_effect(settings: Settings, problems: Problems) -> None:
    if settings.has_effect:
        return
    problems.add(
        "maximum_event_age_in_seconds, maximum_retry_attempts, on_failure, on_success",
        NOTHING,
        "Lambda refuses a configuration that sets nothing",
        "give at least one of them",
    )


def _check_unique(
    identity: TargetIdentity | None,
    target: Target | None,
    scope_info: ScopeInfo,
    function: object,
    problems: Problems,
) -> None:
    other = configuration_of(identity, scope_info) if identity else None
    if other is None:
        return
    reason = (
        f"{other.node.path} already configures this function and qualifier, and Lambda keeps one "
        "configuration for each (no qualifier and $LATEST are the same)"
    )
    fix = "put all settings into one EventInvokeConfig"
    qualifier = target.qualifier if target else None
    if qualifier is not None and qualifier.literal == LATEST and is_token(qualifier.text):
        reason += "; the function publishes no versions, so its version is $LATEST"
        fix = f"set publish=True on the function, or {fix}"
    problems.add("function", function, reason, fix)
