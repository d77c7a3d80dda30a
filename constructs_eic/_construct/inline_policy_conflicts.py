"""Roles that manage their inline policies exclusively: the next apply would delete a policy that they do not list.

Source: "inline_policy" of `aws_iam_role` and `aws_iam_role_policies_exclusive` in the Terraform Registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.expressions import resolved, resolved_list
from constructs_eic._bindings.resources import address, declared, resource_type
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from constructs import IConstruct

    from constructs_eic._bindings.as_constructed import AsConstructed
    from constructs_eic._bindings.declared import Declared
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._construct.created_policies import RolePolicy
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


def inline_policy_findings(
    elements: Sequence[IConstruct], policies: Collection[RolePolicy], scope_info: ScopeInfo
) -> Iterator[str]:
    """Report, when the app is synthesized, what in the stack makes Terraform delete one of `policies`.

    That is an `inline_policy` of its role, or an `aws_iam_role_policies_exclusive` that does not list it. Either
    may be declared after the policy, and only a check needs to know.

    Args:
        elements: What is in the stack.
        policies: Those of the policies that are in the stack.
        scope_info: The stack.
    """
    full = {
        f"${{{role.address}.name}}"
        for role in _of_type("aws_iam_role", elements)
        if role.arguments.get("inline_policy")
    }
    allowed = _exclusive_policies(elements, scope_info)
    for each in policies if full or allowed else ():
        role = by_name(resolved(each.role, scope_info))
        if role in full:
            yield (
                f"{each.user(scope_info)}: its role has inline_policy, which makes Terraform delete the policy for "
                f"the destinations; declare an IamRolePolicy for each inline_policy, {_LEAVE_IT}"
            )
        own = f"${{{address(each.policy)}"
        ours = (f"{own}.", f"{own}[")
        names = allowed.get(role, ours)
        if not any(name.startswith(ours) or _may_be_any_policy(name) for name in names):
            yield (
                f"{each.user(scope_info)}: an aws_iam_role_policies_exclusive for its role makes Terraform delete "
                "the policy for the destinations; add the .policy.name of the configuration to its policy_names, "
                f"{_LEAVE_IT}"
            )


def _exclusive_policies(
    elements: Sequence[IConstruct], scope_info: ScopeInfo
) -> dict[str, list[str]]:
    """The policies that each `aws_iam_role_policies_exclusive` lists, by role."""
    return {
        by_name(resolved(str(each.arguments.get("role_name")), scope_info)): resolved_list(
            cast("list[str]", each.arguments.get("policy_names", [])), scope_info
        )
        for each in _of_type("aws_iam_role_policies_exclusive", elements)
    }


def _of_type(type_: str, elements: Sequence[IConstruct]) -> Iterator[Declared | AsConstructed]:
    for each in elements:
        if resource_type(each) == type_:
            yield declared(cast("TerraformElement", each))


def _may_be_any_policy(name: str) -> bool:
    return is_token(name) and not name.startswith("${aws_iam_role_policy.")


def by_name(role: str) -> str:
    """A role by its name, which is its id too."""
    return f"{role.removesuffix('.id}')}.name}}" if role.endswith(".id}") else role
