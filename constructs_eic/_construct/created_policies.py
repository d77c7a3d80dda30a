"""The inline policies that were created in one app, for what is decided about them when a stack is synthesized."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.resources import reference_id
from constructs_eic._bindings.shared import users_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic._bindings.installed import IamRolePolicy
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._values.policy_document import Statement


@dataclass(frozen=True)
class RolePolicy:
    """A policy that was created here.

    Attributes:
        policy: The policy.
        role: The role's name, or an expression of it.
        statements: What the policy permits.
        deployment: Provider, region and instances of the configuration that it was created for.
        given: The role's resource or data source, if it is known.
        key: The role's literal name if a data source looks it up, else the same as `role`.
        account: The role's account, if a literal ARN names it.
        is_given_out: Whether the app has got it from a configuration, and may refer to it.
        is_moved: Whether one that was declared by hand becomes this one.
        shorter: What to do if the role's policies are longer than IAM takes.
    """

    policy: IamRolePolicy
    role: str
    statements: Sequence[Statement]
    deployment: Deployment
    given: TerraformElement | None = None
    key: str = ""
    account: str | None = None
    is_given_out: bool = False
    is_moved: bool = False
    shorter: str = (
        "send the records of all its functions to one destination, give each function a role of its own, or give "
        "grant_permissions=False and attach an IamPolicy that permits the destinations"
    )

    def user(self, scope_info: ScopeInfo) -> str:
        """The path of a configuration that needs it."""
        return next(
            (each.node.path for each in users_of(self.policy, scope_info)),
            self.policy.node.path.rpartition("/")[0],
        )


@dataclass
class Permission:
    """The policy of one configuration: another one, once the configuration's function is recognized.

    Attributes:
        policy: The policy; `None` if nothing is permitted.
    """

    policy: IamRolePolicy | None

    def given_out(self, scope_info: ScopeInfo) -> IamRolePolicy | None:
        """The policy for the app, which may refer to it from now on."""
        if self.policy is not None:
            policies, identity = role_policies_of(scope_info), reference_id(self.policy)
            if identity in policies:
                policies[identity] = replace(policies[identity], is_given_out=True)
        return self.policy


@dataclass
class _RolePolicies:
    """The policies of one app, by stack and by identity."""

    by_stack: dict[str, dict[str, RolePolicy]] = field(default_factory=dict)


def role_policies_of(scope_info: ScopeInfo) -> dict[str, RolePolicy]:
    """The policies that were created in a stack, by identity."""
    by_stack = state_of(scope_info.app).part(_RolePolicies).by_stack
    return by_stack.setdefault(reference_id(scope_info.stack), {})
