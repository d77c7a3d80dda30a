"""Reads `role=`, and finds the role that gets the permissions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, Union, cast

from constructs_eic._bindings.expressions import basename, textual
from constructs_eic._bindings.references import find, reference_of
from constructs_eic._bindings.resources import (
    attribute,
    given,
    given_text,
    instance_example,
    reference_id,
    resource_type,
    stack_holding,
)
from constructs_eic._values.tokens import give_one_instance, is_token

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.references import AttributeReference
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.errors import Problems

# Also a union at run time, so that users can write `RoleLike | None` in their own annotations.
RoleLike: TypeAlias = Union["TerraformElement", str]
"""What names a role: an `IamRole`, a `DataAwsIamRole`, or, as text, its name, its ARN or a token of one."""

ROLE_TYPES = ("aws_iam_role", "data.aws_iam_role")

# "RoleName" and "Arn" in the IAM API Reference.
_ROLE = re.compile(
    r"(arn:aws[a-zA-Z-]*:iam::(?P<account>\d{12}):role/([\x21-\x7e]*/)?)?[\w+=,.@-]{1,64}\Z",
    re.ASCII,
)


@dataclass(frozen=True)
class Role:
    """An IAM role.

    Attributes:
        name: The name, or an expression of it.
        account: The account, if a literal ARN names it.
        given: The resource or data source, if it is known: a check alone is no reason to look for it.
        looked_up_by: The literal name by which a data source looks it up.
        text: The name or ARN that was given, if it has tokens and refers to no role.
    """

    name: str
    account: str | None = None
    given: TerraformElement | None = None
    looked_up_by: str | None = None
    text: str | None = None

    @property
    def key(self) -> str:
        """What it has in common with this role named in another way: the literal name, if that is known."""
        return self.looked_up_by or self.name


def read_role(value: object, scope_info: ScopeInfo, problems: Problems) -> Role | None:
    """The role that `role=` names; `None` if it is a problem."""
    value = textual(value)
    reason, fix = (
        "this is not an IAM role",
        "give an IamRole, a DataAwsIamRole, the role's name or its ARN (arn:aws:iam::ACCOUNT:role/NAME)",
    )
    if resource_type(value) in ROLE_TYPES:
        resource = cast("TerraformElement", value)
        instance = instance_example(resource, "name")
        if instance is None:
            return _looked_up(resource, scope_info) or Role(
                attribute(resource, "name"), given=resource
            )
        reason = "it has count or for_each, and a policy is for one instance"
        fix = give_one_instance(instance)
    elif isinstance(value, str):
        reference = reference_of(value, scope_info) if is_token(value) else None
        if reference is not None and not _may_name_role(reference):
            reason = f"the {reference.attribute} of {reference.resource_type} does not name a role"
        elif is_token(value) or _ROLE.match(value):
            return role_of(value, scope_info)
    problems.add("role", value, reason, fix)
    return None


def role_of(text: str, scope_info: ScopeInfo) -> Role:
    """A role by its name, its ARN or a token of one: by its own name, if that can be determined."""
    if not is_token(text):
        return Role(text.rpartition("/")[2], account_of(text))
    reference = reference_of(text, scope_info)
    if reference is None or reference.resource_type not in ROLE_TYPES:
        return Role(basename(text), text=text)
    found = find(reference)
    looked_up = found and _looked_up(found, scope_info)
    if looked_up:
        return looked_up
    if reference_id(reference.stack) == reference_id(scope_info.stack):
        name = text if reference.attribute == "name" else reference.sibling("name")
        return Role(name, given=found)
    if found is not None and reference.attribute != "name":
        return Role(attribute(found, "name"), given=found)
    return Role(basename(text) if reference.attribute == "arn" else text, given=found)


def _looked_up(role: TerraformElement, scope_info: ScopeInfo) -> Role | None:
    """The role of a data source that looks it up by a literal name, and waits for nothing."""
    name = given_text(role, "name") if resource_type(role) == "data.aws_iam_role" else None
    if name is None or given(role, "depends_on"):
        return None
    is_here = reference_id(stack_holding(role)) == reference_id(scope_info.stack)
    return Role(attribute(role, "name") if is_here else name, given=role, looked_up_by=name)


def account_of(role: str | None) -> str | None:
    """The account in a role's ARN, if it is literal."""
    match = _ROLE.match(role or "")
    return match["account"] if match else None


def check_account(
    role: Role, account: str | None, argument: str, value: object, problems: Problems
) -> None:
    """Report a role of an account other than `account`, the function's: Lambda accepts roles of its own only."""
    if None not in (account, role.account) and account != role.account:
        problems.add(
            argument,
            value,
            f"the role is in account {role.account}, the function in {account}: a function must use a role "
            "in its own account",
            "give the function's execution role, or leave role= out",
        )


def _may_name_role(reference: AttributeReference) -> bool:
    if reference.resource_type in ROLE_TYPES:
        return reference.attribute in ("arn", "name", "id")
    return reference.attribute != "arn" or reference.resource_type == "data.aws_arn"
