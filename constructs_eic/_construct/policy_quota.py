"""IAM limits the length of all inline policies of a role together: checked when the app is synthesized.

What only Terraform knows counts as little as it can be, so that only what cannot work is reported.

Source: "IAM and AWS STS quotas" in the AWS Identity and Access Management User Guide.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.expressions import resolved
from constructs_eic._bindings.references import identity_of
from constructs_eic._bindings.resources import (
    address,
    declared,
    given_text,
    reference_id,
    resource_type,
)
from constructs_eic._bindings.scope_info import scope_info_of, stack_of
from constructs_eic._construct.created_policies import role_policies_of
from constructs_eic._construct.inline_policy_conflicts import by_name
from constructs_eic._target.deployment import Deployment
from constructs_eic._target.role import ROLE_TYPES
from constructs_eic._values.accounts import accounts_of
from constructs_eic._values.destination_kinds import LAMBDA, kind_of_type
from constructs_eic._values.limits import INLINE_POLICIES_LENGTH, policy_length
from constructs_eic._values.tokens import is_token, pieces

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from constructs import IConstruct

    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._construct.created_policies import RolePolicy
    from constructs_eic._values.accounts import Place


@dataclass(frozen=True)
class _Policy:
    """One inline policy.

    Attributes:
        role: The literal name of its role, else the role's address and stack.
        element: The role or its data source, if it is known.
        length: How many characters it has at least.
        created: The policy, if it was created here.
        resource: The policy's resource.
        scope_info: Its stack.
    """

    role: str
    element: TerraformElement | None
    length: int
    created: RolePolicy | None
    resource: TerraformElement
    scope_info: ScopeInfo

    @property
    def place(self) -> Place:
        """What is known about the account."""
        resource, scope_info = self.resource, self.scope_info
        if self.element is not None:
            resource, scope_info = self.element, scope_info_of(stack_of(self.element))
        place = Deployment.of(resource).place_in(scope_info)
        named = self.created.account if self.created else None
        return replace(place, account=place.account or named)


def quota_findings(stacks: Iterable[tuple[ScopeInfo, Sequence[IConstruct]]]) -> Iterator[str]:
    """Report each role that was given a policy here, and whose policies are too long together.

    Args:
        stacks: Stacks that are looked at together, each with what is in it. With more than one, only roles with
            policies in several are reported: the others are found in their stack.
    """
    in_stacks = [[*_policies_in(scope_info, elements)] for scope_info, elements in stacks]
    of_name: dict[str, list[_Policy]] = defaultdict(list)
    for policy in (each for policies in in_stacks for each in policies):
        of_name[policy.role].append(policy)
    for policies in chain.from_iterable(map(_of_one_role, of_name.values())):
        created = [(each.created, each.scope_info) for each in policies if each.created]
        of_stacks = {reference_id(each.scope_info.stack) for each in policies}
        if created and (len(in_stacks) == 1 or len(of_stacks) > 1):
            first, scope_info = created[0]
            yield (
                f"{first.user(scope_info)}: the inline policies of its role have at least {_length(policies):,} "
                f"characters together, and IAM takes {INLINE_POLICIES_LENGTH:,} for a role, white space not "
                f"counted; {first.shorter}"
            )


def _length(policies: Iterable[_Policy]) -> int:
    return sum(each.length for each in policies)


def _of_one_role(policies: Sequence[_Policy]) -> Iterator[Sequence[_Policy]]:
    """Yield those of the policies for roles of one name that are too long together, for each of the roles."""
    if _length(policies) <= INLINE_POLICIES_LENGTH:
        return
    of_account: dict[Hashable, list[_Policy]] = defaultdict(list)
    for policy, account in zip(
        policies, accounts_of([each.place for each in policies]), strict=True
    ):
        of_account[account].append(policy)
    yield from (each for each in of_account.values() if _length(each) > INLINE_POLICIES_LENGTH)


def _policies_in(scope_info: ScopeInfo, elements: Iterable[IConstruct]) -> Iterator[_Policy]:
    created = role_policies_of(scope_info)
    roles = cache(lambda: _roles_by_reference(elements))
    for element in elements:
        if resource_type(element) != "aws_iam_role_policy":
            continue
        policy = cast("TerraformElement", element)
        arguments = declared(policy).arguments
        role, document = arguments.get("role"), arguments.get("policy")
        if not (isinstance(role, str) and isinstance(document, str)):
            continue
        ours = created.get(reference_id(element))
        identity = by_name(identity_of(role, scope_info))
        its = ours.given if ours else roles().get(identity)
        yield _Policy(
            (its and given_text(its, "name")) or _key(role, identity, scope_info),
            its,
            _least_length(resolved(document, scope_info)),
            ours,
            policy,
            scope_info,
        )


def _roles_by_reference(elements: Iterable[IConstruct]) -> Mapping[str, TerraformElement]:
    """The roles and their data sources among `elements`, by how policies of users refer to them."""
    roles = [each for each in elements if resource_type(each) in ROLE_TYPES]
    return {f"${{{address(each)}.name}}": each for each in cast("list[TerraformElement]", roles)}


def _key(role: str, identity: str, scope_info: ScopeInfo) -> str:
    """A role by its literal name, else by its address in its stack."""
    is_of_other_stack = ": " in identity
    return (
        identity
        if not is_token(role) or is_of_other_stack
        else f"{scope_info.stack_path}: {identity}"
    )


_ATTRIBUTE = re.compile(r"\$\{(?:data\.)?(aws_\w+)\.[\w-]+(?:\[[^\]]*\])?\.(\w+)\}\Z")


# What the ARNs of functions begin with: a `Redriver` takes it from its forwarder's ARN.
_PREFIX_OF_FUNCTIONS = re.compile(
    r"\$\{trimsuffix\((aws_lambda_function\.[\w-]+)\.arn, \1\.function_name\)\}\Z"
)


def _least_length(document: str) -> int:
    """Return how many characters a policy document has at least, white space not counted."""
    return sum(
        _least_length_of(piece) if is_template else policy_length(piece.replace("$${", "${"))
        for piece, is_template in pieces(document)
    )


def _least_length_of(expression: str) -> int:
    if _PREFIX_OF_FUNCTIONS.match(expression):
        return LAMBDA.shortest_arn_length("")
    match = _ATTRIBUTE.match(expression)
    kind = kind_of_type(match[1]) if match else None
    if match is None or kind is None or match[2] not in kind.arn_attributes(match[1]):
        return 0
    return kind.shortest_arn_length("x")
