"""What `role=` accepts, read into the name of the role."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias, Union, cast

from constructs_eic.bindings.expressions import basename, textual
from constructs_eic.bindings.references import find, reference_of
from constructs_eic.bindings.resources import attribute, reference_id, resource_type
from constructs_eic.tokens import is_token

if TYPE_CHECKING:
    from cdktf import TerraformElement
    from constructs import Construct

    from constructs_eic.bindings.places import Place
    from constructs_eic.errors import Problems

# A union at run time too: so that users can write `RoleLike | None` in annotations of their own.
RoleLike: TypeAlias = Union["TerraformElement", str]

ROLE_TYPES = ("aws_iam_role", "data.aws_iam_role")


def read_role(value: object, problems: Problems) -> str | None:
    """`role=` as text that `role_name` reads; `None` where it is a problem."""
    value = textual(value)
    if resource_type(value) in ROLE_TYPES:
        return attribute(cast("TerraformElement", value), "name")
    if isinstance(value, str) and (is_token(value) or _ROLE.match(value)):
        return value
    problems.add(
        "role",
        value,
        "this is not an IAM role",
        "give an IamRole, a DataAwsIamRole, the role's name or its ARN (arn:aws:iam::ACCOUNT:role/NAME)",
    )
    return None


# "RoleName" and "Arn" in the IAM API Reference.
_ROLE = re.compile(
    r"(arn:aws[a-zA-Z-]*:iam::\d{12}:role/([\x21-\x7e]*/)?)?[\w+=,.@-]{1,64}\Z", re.ASCII
)


def role_name(role: str, place: Place, near: Construct) -> str:
    """The name of a role given by name, ARN or token: the role's own where that can be told."""
    if not is_token(role):
        return role.rpartition("/")[2]
    reference = reference_of(role, place)
    if reference is None or reference.resource_type not in ROLE_TYPES:
        return basename(role)
    if reference.attribute != "arn":
        return role
    if reference_id(reference.stack) == reference_id(place.stack):
        return reference.sibling("name")
    found = find(reference, near)
    return attribute(found, "name") if found else basename(role)
