"""A role that is given by its name or ARN is the `IamRole` of that name, if there is one in the stack.

This is decided when the stack is synthesized: the role may be created after the configuration. Terraform would
otherwise not know that the policy needs the role, and the role would have one policy for each way of naming it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.expressions import resolved
from constructs_eic._bindings.reading import reading
from constructs_eic._bindings.resources import (
    attribute,
    declared,
    is_in_current_stack,
    reference_id,
    resource_type,
)
from constructs_eic._construct.role_policies import attach, catching_up
from constructs_eic._target.deployment import Deployment
from constructs_eic._target.role import Role
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import Construct, IConstruct

    from constructs_eic._bindings.installed import LambdaFunctionEventInvokeConfig
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._construct.created_policies import Permission


@dataclass(frozen=True)
class NamedRole:
    """A configuration of which the role is given by its name or ARN.

    Attributes:
        configuration: The `EventInvokeConfig`.
        role: The role; `None` if it is looked up.
        deployment: Provider and region of the configuration.
        resource: Its resource.
        permission: Its policy, if it has one.
    """

    configuration: Construct
    role: Role | None
    deployment: Deployment
    resource: LambdaFunctionEventInvokeConfig
    permission: Permission


@dataclass
class _NamedRoles:
    """The configurations of one app by stack whose role was not found yet."""

    by_stack: dict[str, list[NamedRole]] = field(default_factory=dict)


def recognize_role_when_synthesized(named: NamedRole, scope_info: ScopeInfo) -> None:
    """Let `recognize_roles` look for the role of a configuration that is given by its name."""
    if named.role is None or named.permission.policy is None:
        return
    if is_token(named.role.key) and named.role.text is None:
        return
    by_stack = state_of(scope_info.app).part(_NamedRoles).by_stack
    by_stack.setdefault(reference_id(scope_info.stack), []).append(named)


def recognize_roles(scope_info: ScopeInfo, elements: Sequence[IConstruct]) -> bool:
    """Let the policy of each configuration in a stack refer to its role, if that is among `elements`.

    Returns:
        Whether there was one, so that what is in the stack has changed.
    """
    by_stack = state_of(scope_info.app).part(_NamedRoles).by_stack
    stack = reference_id(scope_info.stack)
    present = {reference_id(each) for each in elements}
    waiting = [each for each in by_stack.get(stack, []) if reference_id(each.resource) in present]
    if not waiting:
        return False
    unknown = []
    with catching_up(scope_info), reading(scope_info.stack):
        names = [_name_of(cast("Role", each.role), scope_info) for each in waiting]
        roles = _roles_by_name(elements, names, scope_info)
        for each, name in zip(waiting, names, strict=True):
            role = cast("Role", each.role)
            found = roles.get(name)
            if found is None or not _is_named_by(role, each.deployment, found, scope_info):
                unknown.append(each)
                continue
            referred = Role(attribute(found, "name"), given=found)
            attach(each.configuration, each.resource, each.permission, referred, scope_info)
    by_stack[stack] = unknown
    return len(unknown) < len(waiting)


def _name_of(role: Role, scope_info: ScopeInfo) -> str:
    """The name of a role, literal or as an expression."""
    if role.text is None:
        return role.key
    text = resolved(role.text, scope_info)
    return text.rpartition("/")[2] if text.startswith("arn:") else text


def _roles_by_name(
    elements: Sequence[IConstruct], names: Sequence[str], scope_info: ScopeInfo
) -> Mapping[str, TerraformElement]:
    """The roles among `elements` by their name, literal or, if one of `names` is, as an expression."""
    are_literal = not any(map(is_token, names))
    found: dict[str, TerraformElement] = {}
    for element in elements:
        if resource_type(element) != "aws_iam_role":
            continue
        role = cast("TerraformElement", element)
        if not is_in_current_stack(role):
            continue  # of a stack in this one
        arguments = declared(role).arguments
        name = arguments.get("name")
        is_one = arguments.get("count") is None and arguments.get("for_each") is None
        if is_one and isinstance(name, str) and not (are_literal and is_token(name)):
            found[resolved(name, scope_info)] = role
    return found


def _is_named_by(
    role: Role, deployment: Deployment, found: TerraformElement, scope_info: ScopeInfo
) -> bool:
    """Return whether `role`, which has the name of `found`, is known to be of the same account."""
    its = Deployment.of(found)
    account = its.account_in(scope_info)
    if None not in (role.account, account) and role.account != account:
        return False
    return its.has_provider_of(deployment)
