"""The inline policies that let functions' roles deliver: one for a role and what it may do, however many need it.

IAM limits the size of all inline policies of a role together, and functions often share a role.

Terraform removes what is no longer needed before it changes what needed it. With `create_before_destroy`, the new
permission exists before the configuration changes, and the old one until after that.

Source: "The lifecycle Meta-Argument" in the Terraform Language Documentation.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.construction import is_changed
from constructs_eic._bindings.expressions import resolved
from constructs_eic._bindings.making import CREATE_BEFORE_DESTROY, create_resource
from constructs_eic._bindings.references import identity_of
from constructs_eic._bindings.resources import address, reference_id
from constructs_eic._bindings.shared import label_of, release, shared_element
from constructs_eic._bindings.synthesis_hook import catch_up
from constructs_eic._construct.created_policies import RolePolicy, role_policies_of
from constructs_eic._target.function_lookup import looked_up_role
from constructs_eic._values.policy_document import permissions, policy_document
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from constructs import Construct

    from constructs_eic._bindings.installed import IamRolePolicy, LambdaFunctionEventInvokeConfig
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._construct.arguments import Arguments
    from constructs_eic._construct.created_policies import Permission
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.role import Role
    from constructs_eic._values.outcome import Outcome
    from constructs_eic._values.policy_document import Statement
    from constructs_eic.destinations import DestinationConfig

# A prefix, not a name: where two Terraform states give one role the same policy, each has its own. Terraform
# ignores it on a policy that exists, so that one that was declared by hand can be moved and keeps its name.
_NAME_PREFIX = "lambda-destinations-"
_LIFECYCLE = {**CREATE_BEFORE_DESTROY, "ignoreChanges": ["name_prefix"]}


def role_policy(
    configuration: Construct, arguments: Arguments, bound: Mapping[Outcome, DestinationConfig]
) -> IamRolePolicy | None:
    """The inline policy that lets the function's role deliver; `None` if nothing is permitted."""
    statements = [each for one in bound.values() for each in one.statements]
    if not (arguments.grants and statements):
        return None
    role = arguments.receiver or looked_up_role(
        arguments.target,
        configuration,
        arguments.deployment,
        arguments.scope_info,
        arguments.depends_on,
    )
    return _policy_of(configuration, role, statements, arguments.deployment, arguments.scope_info)


def attach(
    configuration: Construct,
    resource: LambdaFunctionEventInvokeConfig,
    permission: Permission,
    role: Role,
    scope_info: ScopeInfo,
) -> None:
    """Let the policy of a configuration be of `role`, which was found when the stack is synthesized.

    From now on, the configuration needs the policy that all of `role` share, unless the app refers to its own, or
    has changed that.
    """
    policy = permission.policy
    if policy is None:
        return
    shared = _of_role(configuration, policy, role, scope_info)
    if shared is not policy:
        permission.policy = shared
        _wait_instead(resource, policy, shared, scope_info)


@contextmanager
def catching_up(scope_info: ScopeInfo) -> Iterator[None]:
    """Let the policies that are created within this context be as if they had been created before."""
    before = {*role_policies_of(scope_info)}
    yield
    for id_, each in [*role_policies_of(scope_info).items()]:
        if id_ not in before:
            catch_up(each.policy, scope_info)


def _of_role(
    configuration: Construct, policy: IamRolePolicy, role: Role, scope_info: ScopeInfo
) -> IamRolePolicy:
    policies, identity = role_policies_of(scope_info), reference_id(policy)
    created = policies[identity]
    if created.role == role.name:
        return policy
    if created.deployment.instances.are_several or created.is_given_out or is_changed(policy):
        policy.role = role.name
        policies[identity] = replace(created, role=role.name, given=role.given, key=role.key)
        return policy
    release(configuration, "aws_iam_role_policy", scope_info)
    return _policy_of(configuration, role, created.statements, created.deployment, scope_info)


def _wait_instead(
    resource: LambdaFunctionEventInvokeConfig,
    former: IamRolePolicy,
    other: IamRolePolicy,
    scope_info: ScopeInfo,
) -> None:
    """Let `resource` wait for `other` where it waited for `former`."""
    given = [*(resource.depends_on or ())]
    for index, each in enumerate(given):
        if resolved(each, scope_info).strip("${}") == address(former):
            given[index] = address(other)
            break
    resource.depends_on = given


def move_policy(policy: IamRolePolicy, address: str, scope_info: ScopeInfo) -> None:
    """Let the policy at `address` become `policy`, unless one has already: Terraform removes what is left over."""
    policies, identity = role_policies_of(scope_info), reference_id(policy)
    if not policies[identity].is_moved:
        policy.move_from_id(address)
        policies[identity] = replace(policies[identity], is_moved=True)


def _policy_of(
    configuration: Construct,
    role: Role,
    statements: Sequence[Statement],
    deployment: Deployment,
    scope_info: ScopeInfo,
) -> IamRolePolicy:
    def identity(text: str) -> str:
        return identity_of(text, scope_info)

    def create(scope: Construct, id_: str) -> TerraformElement:
        policy = create_resource(
            "IamRolePolicy",
            scope,
            id_,
            name_prefix=_NAME_PREFIX,
            role=role.name,
            policy=policy_document(statements, identity),
            lifecycle=_LIFECYCLE,
            **deployment.global_arguments,
        )
        role_policies_of(scope_info)[reference_id(policy)] = RolePolicy(
            cast("IamRolePolicy", policy),
            role.name,
            statements,
            deployment,
            role.given,
            role.key,
            role.account,
        )
        return policy

    if deployment.instances.are_several:
        return cast("IamRolePolicy", create(configuration, "Policy"))
    shared = shared_element(
        label_of("Policy", identity(role.key)),
        [role.key, deployment.key, permissions(statements, identity)],
        configuration,
        scope_info,
        create,
    )
    policy = cast("IamRolePolicy", shared.element)
    _know(role, policy, scope_info)
    return policy


def _know(role: Role, policy: IamRolePolicy, scope_info: ScopeInfo) -> None:
    """Let a policy for a role that was known by its name alone refer to the data source that now is known, too."""
    policies, identity = role_policies_of(scope_info), reference_id(policy)
    created = policies[identity]
    policies[identity] = replace(created, account=created.account or role.account)
    if role.looked_up_by and is_token(role.name) and not is_token(created.role):
        policy.role = role.name
        policies[identity] = replace(policies[identity], role=role.name, given=role.given)


def forget_removed_roles(scope_info: ScopeInfo, present: Collection[str]) -> None:
    """Let no policy refer to a data source that was removed since: its role is known by its name.

    Args:
        scope_info: The stack.
        present: The identities of what is in the stack.
    """
    policies = role_policies_of(scope_info)
    for identity, created in [*policies.items()]:
        if created.given is None or is_token(created.key) or not is_token(created.role):
            continue
        if reference_id(created.given) not in present:
            created.policy.role = created.key
            policies[identity] = replace(created, role=created.key, given=None)
