"""Roles that manage their inline policies exclusively: the next apply would delete a policy that they do not list.

Source: "inline_policy" of `aws_iam_role` and `aws_iam_role_policies_exclusive` in the Terraform Registry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.expressions import resolved, resolved_list
from constructs_eic._bindings.resources import address, declared, reference_id, resource_type
from constructs_eic._bindings.scope_info import is_in_tree, validate
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs import IConstruct

    from constructs_eic._bindings.as_constructed import AsConstructed
    from constructs_eic._bindings.declared import Declared
    from constructs_eic._bindings.installed import IamRolePolicy
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.role import Role
    from constructs_eic._values.errors import Problems

_LEAVE_IT = "or give grant_permissions=False and permit the destinations there"


def check_inline_policies(role: Role, argument: str, value: object, problems: Problems) -> None:
    """Report a role that is known, and that lists all of its inline policies."""
    if resource_type(role.given) != "aws_iam_role":
        return
    if declared(cast("TerraformElement", role.given)).arguments.get("inline_policy"):
        problems.add(
            argument,
            value,
            "the role has inline_policy, which makes Terraform delete every other inline policy, the one for "
            "the destinations included",
            f"declare an IamRolePolicy for each inline_policy, {_LEAVE_IT}",
        )


@dataclass
class _Policies:
    """The policies of one app so far, by stack, each with its role and the place of the stack."""

    by_stack: dict[str, list[tuple[IamRolePolicy, str]]] = field(default_factory=dict)


def check_when_synthesized(policy: IamRolePolicy, role: Role, scope_info: ScopeInfo) -> None:
    """Report, when the app is synthesized, what in the stack makes Terraform delete `policy`.

    That is an `inline_policy` of its role, or an `aws_iam_role_policies_exclusive` that does not list it. Either
    may be declared after the policy, and only a check needs to know.
    """
    by_stack = state_of(scope_info.app).part(_Policies).by_stack
    stack = reference_id(scope_info.stack)
    if stack not in by_stack:
        by_stack[stack] = []
        validate(scope_info.stack, lambda: list(_findings(by_stack[stack], scope_info)))
    by_stack[stack].append((policy, role.name))


def _findings(policies: list[tuple[IamRolePolicy, str]], scope_info: ScopeInfo) -> Iterator[str]:
    everything = scope_info.stack.node.find_all()
    full = {
        f"${{{role.address}.name}}"
        for role in _of_type("aws_iam_role", everything)
        if role.arguments.get("inline_policy")
    }
    allowed = _exclusive_policies(everything, scope_info)
    if not full and not allowed:
        return
    for policy, role_name in policies:
        if not is_in_tree(scope_info.app, policy):
            continue
        role = _by_name(resolved(role_name, scope_info))
        if role in full:
            yield (
                f"{policy.node.path}: its role has inline_policy, which makes Terraform delete this policy; "
                f"declare an IamRolePolicy for each inline_policy, {_LEAVE_IT}"
            )
        own = f"${{{address(policy)}."
        names = allowed.get(role, [own])
        if not any(each.startswith(own) or _may_be_any_policy(each) for each in names):
            yield (
                f"{policy.node.path}: an aws_iam_role_policies_exclusive for its role makes Terraform delete "
                f"this policy; add the .policy.name of the configuration to its policy_names, {_LEAVE_IT}"
            )


def _exclusive_policies(
    everything: Sequence[IConstruct], scope_info: ScopeInfo
) -> dict[str, list[str]]:
    """The policies that each `aws_iam_role_policies_exclusive` lists, by role."""
    return {
        _by_name(resolved(str(each.arguments.get("role_name")), scope_info)): resolved_list(
            cast("list[str]", each.arguments.get("policy_names", [])), scope_info
        )
        for each in _of_type("aws_iam_role_policies_exclusive", everything)
    }


def _of_type(type_: str, everything: Sequence[IConstruct]) -> Iterator[Declared | AsConstructed]:
    for each in everything:
        if resource_type(each) == type_:
            yield declared(cast("TerraformElement", each))


def _may_be_any_policy(name: str) -> bool:
    return is_token(name) and not name.startswith("${aws_iam_role_policy.")


def _by_name(role: str) -> str:
    """A role by its name, which is its id too."""
    return f"{role.removesuffix('.id}')}.name}}" if role.endswith(".id}") else role
