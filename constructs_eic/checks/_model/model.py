"""The model that rules read: all resources and data sources, and how they refer to each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_eic.checks._model.key_lookups import key_behind
from constructs_eic.checks._model.lookups import Lookups, Named
from constructs_eic.checks._model.resource import Resource
from constructs_eic.checks._model.values import ANY_INSTANCE, sole_reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.location import Location
    from constructs_eic.checks._model.values import Reference, Value


@dataclass(repr=False)
class Model:
    """All resources, found by type, by block and by reference."""

    resources: Sequence[Resource]
    _by_type: dict[str, list[Resource]] = field(default_factory=lambda: defaultdict(list))
    _by_block: dict[str, list[Resource]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for resource in self.resources:
            self._by_type[resource.type].append(resource)
            self._by_block[resource.block].append(resource)
        self._lookups = Lookups(self.resources)

    def __repr__(self) -> str:
        return f"<Model of {len(self.resources)} resources>"

    def of(self, *types: str) -> Iterator[Resource]:
        """The resources with these types."""
        for each in types:
            yield from self._by_type.get(each, ())

    def named(self, resource_type: str, name: str, location: Location) -> Named:
        """The resource of a type that a name means in an argument of a resource at `location`."""
        return self._lookups.named(resource_type, name, location)

    def blocks(self, reference: Reference, source: Resource | None = None) -> Sequence[Resource]:
        """The resources and data sources that a reference can refer to.

        If the instance key is not literal, these are all instances, or the one with the same key as `source`, the
        referring resource: `aws_sqs_queue.q[each.key]`.
        """
        instances = self._by_block.get(reference.block, ())
        if len(instances) <= 1:
            return instances
        wanted = reference.instance
        if wanted in ("", ANY_INSTANCE) and source is not None:
            wanted = source.instance
        exact = [each for each in instances if each.instance == wanted]
        return exact or instances

    def referred(self, reference: Reference, source: Resource | None = None) -> Sequence[Resource]:
        """Return what a reference can refer to, like `blocks`, with what data sources look up in their place."""
        return [
            self._looked_up(each, reference.attribute) for each in self.blocks(reference, source)
        ]

    def _looked_up(self, resource: Resource, attribute: str) -> Resource:
        """The resource that a data source looks up by a literal name, the key of an alias, or `resource` itself.

        Functions and their aliases are not looked up here: a data source of a function may have a qualifier.
        """
        if "aws_kms_" in resource.type:
            is_key = resource.type.endswith("_key") or attribute.startswith("target_key_")
            return (key_behind(resource, self) if is_key else None) or resource
        if not resource.type.startswith("data.") or resource.type.startswith("data.aws_lambda_"):
            return resource
        return self._lookups.behind(resource) or resource

    def own(self, resource: rule_values.Resource) -> Resource:
        """The resource as the model has it, for one that a rule gives back."""
        return resource if isinstance(resource, Resource) else self._by_id[resource.id]

    @cached_property
    def _by_id(self) -> Mapping[str, Resource]:
        return {each.id: each for each in self.resources}

    def the(self, value: Value, source: rule_values.Resource | None = None) -> Resource | None:
        """The one resource that `value` is a reference to, and nothing else."""
        reference = sole_reference(value)
        own = None if source is None else self.own(source)
        found = self.referred(reference, own) if reference else ()
        return found[0] if len(found) == 1 else None

    def waits_for_any(
        self, resource: rule_values.Resource, wanted: Iterable[rule_values.Resource]
    ) -> bool:
        """Return whether `resource` refers to or depends on one of `wanted`, also indirectly, or may do so."""
        sought = {id(self.own(each)) for each in wanted}
        waiting = [self.own(resource)]
        seen = set(map(id, waiting))
        while waiting:
            current = waiting.pop()
            if any(each.is_local for each in current.references):
                return True
            for each in self._direct(current):
                if id(each) in sought:
                    return True
                if id(each) not in seen:
                    seen.add(id(each))
                    waiting.append(each)
        return False

    def _direct(self, resource: Resource) -> Iterator[Resource]:
        for reference in resource.references:
            yield from self.blocks(reference, resource)
        for block in resource.waits_for:
            yield from self._by_block.get(block, ())
