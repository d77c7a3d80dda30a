"""The roles of a model, and what each may do.

If a policy may belong to a role, or only Terraform knows its text, it is not known what the role may do.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._facts.grants import Grant, boundary_of, own_grants, written_grants
from constructs_eic.checks._facts.iam_evaluation import decision
from constructs_eic.checks._facts.resource_policies import ResourcePolicies
from constructs_eic.checks._facts.role_names import FUNCTION_OUTSIDE, RoleNames
from constructs_eic.checks._model.values import (
    Expression,
    Reference,
    Value,
    may_refer_to_anything,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks._facts.function_target import FunctionTarget
    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._facts.iam_evaluation import Request
    from constructs_eic.checks._facts.policies import PolicyStatement
    from constructs_eic.checks._model.resource import Resource

_ROLE: Final = "aws_iam_role"
_TOLD_BY_ARN: Final = frozenset(
    {
        "aws_cloudwatch_event_bus",
        "aws_kms_key",
        "aws_lambda_alias",
        "aws_lambda_function",
        "aws_s3_bucket",
        "aws_sns_topic",
        "aws_sqs_queue",
    }
)
_RESOURCE_POLICIES: Final = (
    "aws_sqs_queue_policy",
    "aws_sns_topic_policy",
    "aws_s3_bucket_policy",
    "aws_lambda_permission",
    "aws_cloudwatch_event_bus_policy",
    "aws_cloudwatch_event_permission",
    "aws_kms_key_policy",
    "aws_kms_grant",
    "aws_kms_key",
    "module",
)


@dataclass(frozen=True)
class Permission:
    """Whether a role may do something, and what permits it.

    Attributes:
        is_allowed: `None` if only Terraform knows.
        holders: The resources that each permit it on their own, including under a condition.
        is_beyond_boundary: Whether it is only the role's permissions boundary that does not allow it.
    """

    is_allowed: bool | None
    holders: Sequence[Resource] = ()
    is_beyond_boundary: bool = False


class Roles:
    """The roles of a model, and what they may do."""

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._model = functions.model
        self.names = RoleNames(functions)
        self._resource_policies = ResourcePolicies(functions)
        self._by_block: dict[str, dict[str, list[Grant]]] = {}

    def role_of(self, value: Value, source: Resource) -> Resource | None:
        """The role that a name or ARN identifies, if it is in the model."""
        return self.names.named(value, source).one

    def of_function(self, target: FunctionTarget) -> Resource | None:
        """The role of a function; for a function outside the model, the data source that supplies its role."""
        return self.names.of_function(target).one

    def permission(self, role: Resource, request: Request) -> Permission:
        """Whether a role may do what is requested."""
        grants = [*self._about(role, request), *self._grants[""]]
        statements: list[PolicyStatement] = []
        holders: list[Resource] = []
        open_ones = False
        for grant in grants:
            if grant.document is None:
                open_ones = True
                continue
            alone = decision(
                grant.document, request, self._functions, grant.holder, conditions_hold=True
            )
            if grant.is_certain:
                statements.extend(grant.document)
                if alone:
                    holders.append(grant.holder)
            elif alone is not False:
                open_ones = True
        answer = decision(statements, request, self._functions, role)
        if answer is not True and (open_ones or self._may_be_permitted(role, request)):
            answer = None
        within = self._is_within_boundary(role, request) if answer is not False else True
        if within is not True:
            answer = within
        return Permission(answer, () if answer is False else holders, within is False)

    def _about(self, role: Resource, request: Request) -> Sequence[Grant]:
        """The grants of a role, except those that are only about other resources.

        A role that hundreds of functions share has a policy for each of them.
        """
        if request.resource is None or request.resource.type not in _TOLD_BY_ARN:
            return self._grants[role.id]
        block = request.resource.block
        by_block = self._by_block.get(role.id)
        if by_block is None:
            by_block = self._by_block[role.id] = defaultdict(list)
            for grant in self._grants[role.id]:
                for each in self._blocks_of(grant):
                    by_block[each].append(grant)
        return [*by_block.get("", ()), *by_block.get(block, ())]

    def _blocks_of(self, grant: Grant) -> frozenset[str]:
        """The blocks that a policy is about; the empty id if it may also be about others."""
        anything = frozenset({""})
        if grant.document is None:
            return anything
        blocks: set[str] = set()
        for statement in grant.document:
            for resource in statement.resources:
                head = resource.parts[0] if isinstance(resource, Expression) else None
                if statement.is_not_resource or not isinstance(head, Reference):
                    return anything
                found = self._referred_in_policy(head, grant.holder)
                if head.attribute != "arn" or not found:
                    return anything
                if any(each.type not in _TOLD_BY_ARN for each in found):
                    return anything
                blocks.update(each.block for each in found)
        return frozenset(blocks)

    def _referred_in_policy(self, reference: Reference, holder: Resource) -> Sequence[Resource]:
        """What a policy is about: for a version or alias of a function, the function."""
        found = self._model.referred(reference, holder)
        if not any("aws_lambda_" in each.type for each in found):
            return found
        targets = self._functions.targets(Expression((reference,)), holder)
        functions = [each.function for each in targets if each.function is not None]
        return functions if len(functions) == len(targets) else []

    @cached_property
    def _grants(self) -> dict[str, list[Grant]]:
        """The grants by the id of their role; those that may belong to any role are under the empty id."""
        grants: dict[str, list[Grant]] = defaultdict(list)
        for role_value, source, grant in written_grants(self._model):
            roles = self.names.named(role_value, source)
            is_open = may_refer_to_anything(role_value)
            for role in roles.resources:
                certain = grant.is_certain and roles.is_certain and not is_open
                grants[role.id].append(Grant(grant.holder, grant.document, certain))
            if not roles.resources and is_open:
                grants[""].append(Grant(grant.holder, grant.document, is_certain=False))
        for role in self._model.of(_ROLE):
            grants[role.id].extend(own_grants(role, self._model))
        return grants

    def _may_be_permitted(self, role: Resource, request: Request) -> bool:
        """Whether something else than the role's policies that are known may permit it."""
        return (
            role.type == FUNCTION_OUTSIDE
            or self._is_named_elsewhere(role)
            or self._resource_policies.may_permit(role, request)
        )

    def _is_within_boundary(self, role: Resource, request: Request) -> bool | None:
        boundary = boundary_of(role, self._model)
        if boundary is None:
            return True
        if boundary.document is None:
            return None
        return decision(boundary.document, request, self._functions, role)

    def _is_named_elsewhere(self, role: Resource) -> bool:
        """Whether a resource's own policy, or a module, refers to the role and may permit more."""
        return role.id in self._named_elsewhere

    @cached_property
    def _named_elsewhere(self) -> frozenset[str]:
        return frozenset(
            role.id
            for resource in self._model.of(*_RESOURCE_POLICIES)
            for reference in resource.references
            for found in self.names.referred(reference, resource)
            for role in found.resources
        )
