"""Decides whether a name or an ARN names a function of the stack: region and account have to be its own, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._bindings.references import find, reference_of
from constructs_eic._target.deployment import Deployment
from constructs_eic._target.location import Location
from constructs_eic._target.target import Target
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo

# Data sources that are about the provider itself, each with the attributes that are its region or account.
_OWN_REGION = ("data.aws_region", ("name", "region", "id"))
_OWN_ACCOUNT = ("data.aws_caller_identity", ("account_id", "id"))


def is_named_by(
    target: Target, deployment: Deployment, function: TerraformElement, scope_info: ScopeInfo
) -> bool:
    """Return whether `target`, which has the name of `function`, is known to be that function.

    Args:
        target: What was given: a name, which is of the configuration's own region and account, or an ARN.
        deployment: Provider and region of the configuration.
        function: The function, in the same stack.
        scope_info: Where the configuration is in the app.
    """
    its = Deployment.of(function)
    there = Location.of_function(Target("", "", None, function=function), its, scope_info)
    if target.arn is None:
        return _is_same(its, deployment) or _is_same_location(
            Location.of_deployment(deployment, scope_info), there
        )
    region, account = target.arn.region, target.arn.account
    return (region == there.region or _is_own(region, _OWN_REGION, its, scope_info)) and (
        account == there.account or _is_own(account, _OWN_ACCOUNT, its, scope_info)
    )


def is_same_place(one: Deployment, other: Deployment, scope_info: ScopeInfo) -> bool:
    """Return whether what is created through the two is known to be in the same region."""
    return _is_same(one, other) or _is_same_location(
        Location.of_deployment(one, scope_info), Location.of_deployment(other, scope_info)
    )


def _is_same_location(here: Location, there: Location) -> bool:
    return here.region is not None and here.region == there.region and not here.differs_from(there)


def _is_same(one: Deployment, other: Deployment) -> bool:
    return one.has_provider_of(other) and one.region == other.region


def _is_own(
    part: str, own: tuple[str, tuple[str, ...]], deployment: Deployment, scope_info: ScopeInfo
) -> bool:
    """Return whether a part of an ARN is the region or the account of the provider of `deployment`."""
    reference = reference_of(part, scope_info) if is_token(part) else None
    if reference is None or reference.resource_type != own[0] or reference.attribute not in own[1]:
        return False
    data_source = find(reference)
    return data_source is not None and _is_same(Deployment.of(data_source), deployment)
