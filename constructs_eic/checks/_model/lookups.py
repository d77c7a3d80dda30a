"""Finds what is looked up by a literal name: a role, a queue, a function, in whichever stack it is declared.

Where several have the name and nothing shows which one is meant, it is not known.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic._values.destination_kinds import DESTINATION_KINDS, S3

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.location import Location
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.values import Value

_NAME_ARGUMENT: Final = {
    **{type_: kind.name_argument for kind in DESTINATION_KINDS for type_ in kind.resource_types},
    "aws_lambda_alias": "name",
    "aws_iam_policy": "name",
    "aws_iam_role": "name",
    "aws_kms_alias": "name",
}
# IAM is the same in every region, and there is one bucket of a name in the whole partition.
_IN_ANY_REGION: Final = ("aws_iam_policy", "aws_iam_role")
_ANYWHERE: Final = tuple(S3.resource_types)


@dataclass(frozen=True)
class Named:
    """The resources that a literal name can name.

    Attributes:
        resources: The resources with this name that may be meant.
        is_certain: Whether there is one, and it is meant.
    """

    resources: Sequence[Resource] = ()
    is_certain: bool = False

    @property
    def one(self) -> Resource | None:
        """The resource that is meant; `None` if that is not known."""
        return self.resources[0] if self.is_certain else None


class Lookups:
    """The resources of a model by their names.

    Args:
        resources: All resources.
    """

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_name: dict[tuple[str, str], list[Resource]] = defaultdict(list)
        self._beside: dict[tuple[str, str, str, str], list[Resource]] = defaultdict(list)
        for resource in resources:
            name = literal_name(resource)
            if name is not None:
                at = resource.location
                self._by_name[resource.type, name].append(resource)
                self._beside[resource.type, name, at.stack, at.provider].append(resource)

    def named(self, resource_type: str, name: str, location: Location) -> Named:
        """The resource of a type that a name means in an argument of a resource at `location`."""
        beside = self._beside.get((resource_type, name, location.stack, location.provider), [])
        same = [each for each in beside if _is_at(location, each)]
        if len(same) == 1:
            return Named(same, is_certain=True)
        answers = [
            (each, _is_at(location, each)) for each in self._by_name.get((resource_type, name), ())
        ]
        same = [each for each, is_at in answers if is_at]
        if len(same) == 1:
            return Named(same, is_certain=True)
        return Named([each for each, is_at in answers if is_at is not False])

    def behind(self, data: Resource) -> Resource | None:
        """The resource that a data source looks up by its name."""
        type_, name = data.type.removeprefix("data."), literal_name(data)
        return None if name is None else self.named(type_, name, data.location).one


def name_of(resource: rule_values.Resource) -> Value:
    """The name that a resource has in its ARN."""
    argument = _NAME_ARGUMENT.get(resource.type.removeprefix("data."))
    return resource.get(argument) if argument else None


def literal_name(resource: rule_values.Resource) -> str | None:
    """The name that a resource has in its ARN, if it is literal."""
    name = name_of(resource)
    return name if isinstance(name, str) else None


def _is_at(location: Location, resource: Resource) -> bool | None:
    if resource.type in _ANYWHERE:
        return True
    is_global = resource.type in _IN_ANY_REGION
    return location.is_same(resource.location, in_any_region=is_global)
