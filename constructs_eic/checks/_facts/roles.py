"""The roles of a model, and what each may do.

If a policy may belong to a role, or only Terraform knows its text, it is not known what the role may do.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._facts.grants import Grant, boundary_of, own_grants, written_grants
from constructs_eic.checks._facts.grants_of_role import GrantsOfRole
from constructs_eic.checks._facts.iam_evaluation import decision
from constructs_eic.checks._facts.resource_policies import ResourcePolicies
from constructs_eic.checks._facts.role_names import FUNCTION_OUTSIDE, RoleNames
from constructs_eic.checks._model.values import (
    Value,
    may_refer_to_anything,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._facts.iam_evaluation import Request
    from constructs_eic.checks._facts.policies import PolicyStatement
    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.resource import Resource

_ROLE: Final = "aws_iam_role"
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


@dataclass(frozen=True, repr=False)
class Permission:
    """The answer whether a role may do something, and what permits it.

    Attributes:
        is_allowed: `None` if only Terraform knows.
        holders: The resources that each permit it on their own, including under a condition.
        is_beyond_boundary: Whether it is only the role's permissions boundary that does not allow it.
    """

    is_allowed: bool | None
    holders: Sequence[Resource] = ()
    is_beyond_boundary: bool = False

    def __repr__(self) -> str:
        answer = {True: "allowed", False: "not allowed", None: "not known"}[self.is_allowed]
        return f"<Permission {answer}>"


class Roles:
    """The roles of a model, and what they may do."""

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._model = functions.model
        self.names = RoleNames(functions)
        self._resource_policies = ResourcePolicies(functions)
        self._by_role: dict[str, GrantsOfRole] = {}

    def __repr__(self) -> str:
        return f"<Roles of {self._model!r}>"

    def role_of(self, value: Value, source: rule_values.Resource) -> Resource | None:
        """The role that a name or ARN identifies, if it is in the model."""
        return self.names.named(value, self._model.own(source)).one

    def of_function(self, target: rule_values.Target) -> Resource | None:
        """The role of a function; for a function outside the model, the data source that supplies its role."""
        return self.names.of_function(target).one

    def permission(self, role: rule_values.Resource, request: Request) -> Permission:
        """Return whether a role may do what is requested."""
        role = self._model.own(role)
        grants = self._grants_of(role).about(request)
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

    def _grants_of(self, role: Resource) -> GrantsOfRole:
        found = self._by_role.get(role.id)
        if found is None:
            grants = (*self._grants[role.id], *self._grants[""])
            found = self._by_role[role.id] = GrantsOfRole(grants, self._functions)
        return found

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
        """Return whether something else than the role's policies that are known may permit it."""
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
        """Return whether a resource's own policy, or a module, refers to the role and may permit more."""
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
