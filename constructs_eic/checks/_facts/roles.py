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
from constructs_eic.checks._model.values import (
    Expression,
    Reference,
    Value,
    may_refer_to_anything,
    references_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_eic.checks._facts.iam_evaluation import Wanted
    from constructs_eic.checks._facts.policies import Statement
    from constructs_eic.checks._model.model import Model, Resource

_ROLE: Final = "aws_iam_role"
FUNCTION_OUTSIDE: Final = "data.aws_lambda_function"
"""A function outside the model stands for its role: what the model adds to the role is known, the rest is not."""
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

    def __init__(self, model: Model) -> None:
        self._model = model
        self._by_name: dict[tuple[tuple[str, str, str], str], Resource] = {}
        self._resource_policies = ResourcePolicies(model)
        self._by_block: dict[str, dict[str, list[Grant]]] = {}
        for role in model.of(_ROLE):
            name = role.get("name")
            if isinstance(name, str):
                self._by_name[role.home, name] = role

    def role_of(self, value: Value, source: Resource) -> Resource | None:
        """The role that a name or ARN identifies, if it is in the model."""
        found = self._named(value, source)
        return found[0] if len(found) == 1 else None

    def permission(self, role: Resource, action: str, wanted: Wanted) -> Permission:
        """Whether a role may do `action` on `wanted`."""
        grants = [*self._about(role, wanted), *self._grants[""]]
        statements: list[Statement] = []
        holders: list[Resource] = []
        open_ones = False
        for grant in grants:
            if grant.document is None:
                open_ones = True
                continue
            alone = decision(
                grant.document, action, wanted, self._model, grant.holder, conditions_hold=True
            )
            if grant.is_certain:
                statements.extend(grant.document)
                if alone:
                    holders.append(grant.holder)
            elif alone is not False:
                open_ones = True
        answer = decision(statements, action, wanted, self._model, role)
        if answer is not True and (open_ones or self._may_be_permitted(role, action, wanted)):
            answer = None
        within = self._is_within_boundary(role, action, wanted) if answer is not False else True
        if within is not True:
            answer = within
        return Permission(answer, () if answer is False else holders, within is False)

    def _about(self, role: Resource, wanted: Wanted) -> Sequence[Grant]:
        """The grants of a role, except those that are only about other resources.

        A role that hundreds of functions share has a policy for each of them.
        """
        if wanted.resource is None or wanted.resource.type not in _TOLD_BY_ARN:
            return self._grants[role.id]
        blocks = {each.block for each in (wanted.resource, wanted.alias) if each is not None}
        by_block = self._by_block.get(role.id)
        if by_block is None:
            by_block = self._by_block[role.id] = defaultdict(list)
            for grant in self._grants[role.id]:
                for block in self._blocks_of(grant):
                    by_block[block].append(grant)
        return [grant for block in ("", *sorted(blocks)) for grant in by_block.get(block, ())]

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
                types = {each.type for each in self._model.referred(head)}
                if head.attribute != "arn" or not types or not types <= _TOLD_BY_ARN:
                    return anything
                blocks.add(head.block)
        return frozenset(blocks)

    def _named(self, value: Value, source: Resource) -> Sequence[Resource]:
        if isinstance(value, str):
            role = self._by_name.get((source.home, value.rpartition("/")[2]))
            return (role,) if role else ()
        found = {
            id(each): each
            for reference in references_in(value)
            for each in self._referred(reference, source)
        }
        return tuple(found.values())

    def _referred(self, reference: Reference, source: Resource) -> Iterator[Resource]:
        for each in self._model.referred(reference, source):
            if each.type == _ROLE or (
                each.type == FUNCTION_OUTSIDE and reference.attribute == "role"
            ):
                yield each
            elif each.type == f"data.{_ROLE}":
                yield from self._named(each.get("name"), each)

    @cached_property
    def _grants(self) -> dict[str, list[Grant]]:
        """The grants by the id of their role; those that may belong to any role are under the empty id."""
        grants: dict[str, list[Grant]] = defaultdict(list)
        for role_value, source, grant in written_grants(self._model):
            roles = self._named(role_value, source)
            is_open = may_refer_to_anything(role_value)
            for role in roles:
                certain = grant.is_certain and len(roles) == 1 and not is_open
                grants[role.id].append(Grant(grant.holder, grant.document, certain))
            if not roles and is_open:
                grants[""].append(Grant(grant.holder, grant.document, is_certain=False))
        for role in self._model.of(_ROLE):
            grants[role.id].extend(own_grants(role, self._model))
        return grants

    def _may_be_permitted(self, role: Resource, action: str, wanted: Wanted) -> bool:
        """Whether something else than the role's policies that are known may permit it."""
        return (
            role.type == FUNCTION_OUTSIDE
            or self._is_named_elsewhere(role)
            or self._resource_policies.may_permit(role, action, wanted)
        )

    def _is_within_boundary(self, role: Resource, action: str, wanted: Wanted) -> bool | None:
        boundary = boundary_of(role, self._model)
        if boundary is None:
            return True
        if boundary.document is None:
            return None
        return decision(boundary.document, action, wanted, self._model, role)

    def _is_named_elsewhere(self, role: Resource) -> bool:
        """Whether a resource's own policy, or a module, refers to the role and may permit more."""
        return role.id in self._named_elsewhere

    @cached_property
    def _named_elsewhere(self) -> frozenset[str]:
        return frozenset(
            role.id
            for resource in self._model.of(*_RESOURCE_POLICIES)
            for reference in resource.references
            for role in self._referred(reference, resource)
        )
