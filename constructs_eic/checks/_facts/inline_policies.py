"""Adds up how long the inline policies of each role are together.

Source: "IAM and AWS STS quotas" in the AWS Identity and Access Management User Guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic._values.accounts import accounts_of
from constructs_eic._values.destination_kinds import kind_of_type
from constructs_eic._values.limits import policy_length
from constructs_eic.checks._facts.policies import POLICY_DOCUMENT
from constructs_eic.checks._model.lookups import literal_name
from constructs_eic.checks._model.values import (
    Expression,
    Reference,
    Unknown,
    Value,
    references_in,
    varies_by_instance,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from constructs_eic._values.accounts import Place
    from constructs_eic.checks._facts.role_names import RoleNames
    from constructs_eic.checks._model.model import Model
    from constructs_eic.checks._model.resource import Resource

_ROLE: Final = "aws_iam_role"
_POLICY: Final = "aws_iam_role_policy"
_STATEMENT: Final = {"Effect": "Allow"}


@dataclass(frozen=True)
class InlinePolicies:
    """The inline policies of one role.

    Attributes:
        role: The role, or what stands for it: its data source, or the first policy if there is neither.
        length: How many characters they have at least; what is not literal counts as little as it can be.
    """

    role: Resource
    length: int


def inline_policies(model: Model, names: RoleNames) -> Iterator[InlinePolicies]:
    """The inline policies of each role that a policy in the model is certainly for."""
    lengths: dict[Hashable, int] = {}
    roles: dict[Hashable, Resource] = {}
    for role in model.of(_ROLE):
        for block in role.blocks("inline_policy"):
            roles[(role.id, ""), ""] = role
            length = _length(block.get("policy"), role, model)
            lengths[(role.id, ""), ""] = lengths.get(((role.id, ""), ""), 0) + length
    policies = [(each, _role_of(each, model, names)) for each in model.of(_POLICY)]
    known = [(policy, its) for policy, its in policies if its is not None]
    accounts = accounts_of([its.place for _, its in known])
    for (policy, its), account in zip(known, accounts, strict=True):
        key: Hashable = (its.identity, account if its.is_name else "")
        roles.setdefault(key, its.resource)
        length = _length(policy.get("policy"), policy, model) * _instances(policy)
        lengths[key] = lengths.get(key, 0) + length
    for each, resource in roles.items():
        yield InlinePolicies(resource, lengths[each])


@dataclass(frozen=True)
class _Role:
    """The role of a policy.

    Attributes:
        identity: What identifies it; a name does so in one account.
        resource: The role, or what stands for it.
        place: Where it is.
        is_name: Whether it is known by its name alone.
    """

    identity: Hashable
    resource: Resource
    place: Place
    is_name: bool = False


def _role_of(policy: Resource, model: Model, names: RoleNames) -> _Role | None:
    """The role of a policy; `None` if it is not known which one it is."""
    value = policy.get("role")
    named = names.named(value, policy)
    role = named.one
    if role is not None:
        instance = _instance(value) if role.repeated is not None else ""
        return _Role((role.id, instance), role, role.location.place)
    if named.resources:
        return None
    if isinstance(value, str):
        place = policy.location.of_arn(value).place
        return _Role(value.rpartition("/")[2], policy, place, is_name=True)
    data = [each for ref in references_in(value) for each in model.blocks(ref, policy)]
    name = literal_name(data[0]) if len(data) == 1 and data[0].type == f"data.{_ROLE}" else None
    return None if name is None else _Role(name, data[0], data[0].location.place, is_name=True)


def _instance(value: Value) -> str:
    """Return which instance of the role a policy names."""
    return next((each.instance for each in references_in(value)), "")


def _instances(policy: Resource) -> int:
    """Return how many policies for one role a block makes."""
    repeated = policy.repeated
    if varies_by_instance(policy.get("role")) or isinstance(repeated, bool):
        return 1
    if isinstance(repeated, int):
        return repeated
    return len(repeated) if isinstance(repeated, (list, dict)) else 1


def _length(policy: Value, source: Resource, model: Model) -> int:
    """The length of a policy, given as text, as `jsonencode(…)` or as a data source's document."""
    if isinstance(policy, (dict, list)):
        return _json_length(policy, source, model)
    if isinstance(policy, str):
        return policy_length(policy)
    if not isinstance(policy, Expression):
        return 0
    return sum(_part_length(each, source, model) for each in policy.parts)


def _part_length(part: str | Reference | Unknown, source: Resource, model: Model) -> int:
    if isinstance(part, str):
        return policy_length(part)
    if isinstance(part, Unknown):
        return 0
    found = model.referred(part, source)
    if len(found) != 1:
        return 0
    (resource,) = found
    if resource.type == POLICY_DOCUMENT:
        return _document_length(resource, model)
    kind = kind_of_type(resource.type)
    if kind is None or part.attribute not in kind.arn_attributes(resource.type):
        return 0
    return kind.shortest_arn_length(literal_name(resource) or "x")


def _document_length(data: Resource, model: Model) -> int:
    """The length of a data source's document; nothing where another document can replace its statements."""
    if any(data.get(each) is not None for each in ("override_json", "override_policy_documents")):
        return 0
    statements: list[Value] = [
        {
            **_STATEMENT,
            "Action": _one_or_many(each.arguments.get("actions")),
            "Resource": _one_or_many(each.arguments.get("resources")),
        }
        for each in data.blocks("statement")
    ]
    return _json_length({"Version": "2012-10-17", "Statement": statements}, data, model)


def _one_or_many(values: Value) -> Value:
    return values[0] if isinstance(values, list) and len(values) == 1 else values


def _json_length(value: Value, source: Resource, model: Model) -> int:
    """The length of a value as JSON without white space."""
    if isinstance(value, dict):
        members = (
            policy_length(key) + len('"":') + _json_length(each, source, model)
            for key, each in value.items()
        )
        return _enclosed(members)
    if isinstance(value, list):
        return _enclosed(_json_length(each, source, model) for each in value)
    if isinstance(value, (str, Expression)):
        return len('""') + _length(value, source, model)
    return len(str(value)) if value is not None else 0


def _enclosed(lengths: Iterable[int]) -> int:
    """The length of an object or array: its elements, the commas between them, and the brackets."""
    elements = list(lengths)
    return len("{}") + sum(elements) + max(len(elements) - 1, 0)
