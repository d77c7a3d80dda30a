"""The policies that roles have: inline, attached, and on the role itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic.checks._facts.policies import document_of, managed_policy
from constructs_eic.checks._model.values import Expression, Value, references_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks._facts.policies import Document
    from constructs_eic.checks._model.model import Model
    from constructs_eic.checks._model.resource import Resource


@dataclass(frozen=True)
class Grant:
    """A policy of a role.

    Attributes:
        holder: The resource that gives the role the policy: an inline policy, an attachment, the role itself.
        document: Its statements; `None` if only Terraform knows them.
        is_certain: Whether it is this role's.
    """

    holder: Resource
    document: Document
    is_certain: bool = True


def written_grants(model: Model) -> Iterator[tuple[Value, Resource, Grant]]:
    """The policies that resources give to roles: the role, as the resource names it, and the policy."""
    for policy in model.of("aws_iam_role_policy"):
        document = document_of(policy.get("policy"), model, policy)
        yield policy.get("role"), policy, Grant(policy, document)
    for attachment in model.of("aws_iam_role_policy_attachment"):
        document = _managed(attachment.get("policy_arn"), attachment, model)
        yield attachment.get("role"), attachment, Grant(attachment, document)
    for attachment in model.of("aws_iam_policy_attachment"):
        document = _managed(attachment.get("policy_arn"), attachment, model)
        roles = attachment.arguments.get("roles")
        for role in roles if isinstance(roles, list) else [roles]:
            yield role, attachment, Grant(attachment, document)
    for attached in model.of("aws_iam_role_policy_attachments_exclusive"):
        arns = attached.arguments.get("policy_arns")
        for arn in arns if isinstance(arns, list) else [arns]:
            yield (
                attached.get("role_name"),
                attached,
                Grant(attached, _managed(arn, attached, model)),
            )


def own_grants(role: Resource, model: Model) -> Iterator[Grant]:
    """The policies on the role itself: `inline_policy` and `managed_policy_arns`."""
    for block in role.blocks("inline_policy"):
        if block.get("policy") is not None:
            yield Grant(role, document_of(block.get("policy"), model, role))
    if role.has_unknown_blocks("inline_policy"):
        yield Grant(role, None)
    arns = role.arguments.get("managed_policy_arns")
    for arn in arns if isinstance(arns, list) else [arns]:
        if arn is not None:
            yield Grant(role, _managed(arn, role, model))


def boundary_of(role: Resource, model: Model) -> Grant | None:
    """The permissions boundary of a role, if it has one: what no policy of the role exceeds."""
    arn = role.get("permissions_boundary")
    return None if arn is None else Grant(role, _managed(arn, role, model))


def _managed(arn: Value, source: Resource, model: Model) -> Document:
    if isinstance(arn, str):
        named = model.named("aws_iam_policy", arn.rpartition("/")[2], source.location.of_arn(arn))
        own = named.one
        return managed_policy(arn) if own is None else document_of(own.get("policy"), model, own)
    if not isinstance(arn, Expression):
        return None
    found = {id(each): each for ref in references_in(arn) for each in model.referred(ref, source)}
    if len(found) == 1:
        (policy,) = found.values()
        if policy.type == "aws_iam_policy":
            return document_of(policy.get("policy"), model, policy)
        if policy.type == "data.aws_iam_policy":
            given, name = policy.get("arn"), policy.get("name")
            if isinstance(given, str):
                return managed_policy(given)
            is_literal = isinstance(name, str)
            return managed_policy(f"arn:aws:iam::aws:policy/{name}") if is_literal else None
    # arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/NAME
    text = "".join(each if isinstance(each, str) else "aws" for each in arn.parts)
    return managed_policy(text)
