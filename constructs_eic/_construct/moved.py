"""Moves what was declared by hand to where `EventInvokeConfig` declares it: the plan changes nothing.

Source: "moved block" and "Resource addressing" in the Terraform Language Documentation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_eic._bindings.resources import address

if TYPE_CHECKING:
    from constructs_eic._bindings.installed import IamRolePolicy, LambdaFunctionEventInvokeConfig
    from constructs_eic._values.errors import Problems

_KEY = r'(\[(\d+|"[^"]*")\])?'
_NAME = r"[^\W\d][\w-]*"
_ADDRESS = re.compile(rf"(module\.{_NAME}{_KEY}\.)*(?P<type>{_NAME})\.{_NAME}{_KEY}\Z")
_POLICIES_APART = (
    "aws_iam_policy",
    "aws_iam_policy_attachment",
    "aws_iam_role_policy_attachment",
)


def check_address(
    argument: str,
    given: object,
    own: LambdaFunctionEventInvokeConfig | IamRolePolicy | None,
    problems: Problems,
) -> None:
    """Report what is not the address of a resource that can become `own`."""
    if own is None:
        problems.add(argument, given, "this configuration creates no policy", "leave it out")
        return
    itself = address(own)
    type_ = itself.partition(".")[0]
    fix = f"give the address that `terraform state list` shows, such as '{type_}.NAME' or 'module.M.{type_}.NAME'"
    match = _ADDRESS.match(given) if isinstance(given, str) else None
    if match is None:
        problems.add(
            argument, given, "this is not the address of a resource in Terraform's state", fix
        )
    elif match["type"] in _POLICIES_APART and type_ == "aws_iam_role_policy":
        problems.add(
            argument,
            given,
            f"Terraform cannot move an {match['type']} to the inline policy of the configuration",
            "leave it out, apply, and remove the old policy in a second apply",
        )
    elif match["type"] != type_:
        reason = f"this is an {match['type']}, and the resource of the configuration is an {type_}"
        problems.add(argument, given, reason, fix)
    elif given == itself:
        reason = "the resource of the configuration is already there"
        problems.add(argument, given, reason, "leave it out")
