"""IAM limits the length of all inline policies of a role together: checked when the app is synthesized.

What only Terraform knows counts as little as it can be, so that only what cannot work is reported.

Source: "IAM and AWS STS quotas" in the AWS Identity and Access Management User Guide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.expressions import resolved
from constructs_eic._bindings.references import identity_of
from constructs_eic._bindings.resources import declared, reference_id, resource_type
from constructs_eic._construct.created_policies import role_policies_of
from constructs_eic._construct.inline_policy_conflicts import by_name
from constructs_eic._values.destination_kinds import kind_of_type
from constructs_eic._values.limits import INLINE_POLICIES_LENGTH, policy_length
from constructs_eic._values.tokens import is_token, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constructs import IConstruct

    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._construct.created_policies import RolePolicy


@dataclass(frozen=True)
class _Policy:
    """One inline policy.

    Attributes:
        role: What identifies its role in the app.
        length: How many characters it has at least.
        created: The policy, if it was created here.
        scope_info: Its stack.
    """

    role: str
    length: int
    created: RolePolicy | None
    scope_info: ScopeInfo


def quota_findings(stacks: Iterable[tuple[ScopeInfo, Sequence[IConstruct]]]) -> Iterator[str]:
    """Report each role that a configuration has a policy for, and whose policies are too long together.

    Args:
        stacks: Stacks that are looked at together, each with what is in it. With more than one, only roles with
            policies in several are reported: the others are found in their stack.
    """
    in_stacks = [_policies_in(scope_info, elements) for scope_info, elements in stacks]
    of_role: dict[str, list[_Policy]] = defaultdict(list)
    for policy in (each for policies in in_stacks for each in policies):
        of_role[policy.role].append(policy)
    for policies in of_role.values():
        length = sum(each.length for each in policies)
        created = [(each.created, each.scope_info) for each in policies if each.created]
        of_stacks = {reference_id(each.scope_info.stack) for each in policies}
        is_found_here = len(in_stacks) == 1 or len(of_stacks) > 1
        if length > INLINE_POLICIES_LENGTH and created and is_found_here:
            first, scope_info = created[0]
            yield (
                f"{first.user(scope_info)}: the inline policies of its role have at least {length:,} characters "
                f"together, and IAM takes {INLINE_POLICIES_LENGTH:,} for a role, white space not counted; send the "
                "records of all its functions to one destination, give each function a role of its own, or give "
                "grant_permissions=False and attach an IamPolicy that permits the destinations"
            )


def _policies_in(scope_info: ScopeInfo, elements: Iterable[IConstruct]) -> list[_Policy]:
    created = role_policies_of(scope_info)
    found = []
    for element in elements:
        if resource_type(element) != "aws_iam_role_policy":
            continue
        arguments = declared(cast("TerraformElement", element)).arguments
        role, document = arguments.get("role"), arguments.get("policy")
        if not (isinstance(role, str) and isinstance(document, str)):
            continue
        found.append(
            _Policy(
                _role_key(role, arguments, scope_info),
                _least_length(resolved(document, scope_info)),
                created.get(reference_id(element)),
                scope_info,
            )
        )
    return found


def _role_key(role: str, arguments: Mapping[str, object], scope_info: ScopeInfo) -> str:
    """Return what identifies a role: a reference in the whole app, a literal name for one provider of one stack."""
    identity = by_name(identity_of(role, scope_info))
    if not is_token(role):
        return f"{scope_info.stack_path} {arguments.get('provider')}: {identity}"
    return identity if ": " in identity else f"{scope_info.stack_path}: {identity}"


_ATTRIBUTE = re.compile(r"\$\{(?:data\.)?(aws_\w+)\.[\w-]+(?:\[[^\]]*\])?\.(\w+)\}\Z")


def _least_length(document: str) -> int:
    """Return how many characters a policy document has at least, white space not counted."""
    return sum(
        _least_length_of(piece) if is_template else policy_length(piece.replace("$${", "${"))
        for piece, is_template in pieces(document)
    )


def _least_length_of(expression: str) -> int:
    match = _ATTRIBUTE.match(expression)
    kind = kind_of_type(match[1]) if match else None
    if match is None or kind is None or match[2] not in kind.arn_attributes(match[1]):
        return 0
    return kind.shortest_arn_length("x")
