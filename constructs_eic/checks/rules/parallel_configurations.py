"""EIC007."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._model.values import ANY_INSTANCE, varies_by_instance
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from constructs_eic.checks._model.rule_values import DeclaredConfiguration, Resource
    from constructs_eic.checks.rule_context import Context


class ParallelConfigurations(Rule):
    """Configurations of one function that are not applied one after the other."""

    id = "EIC007"
    title = "Configurations of one function are applied at the same time"
    why = (
        "Lambda makes one change to a function at a time, and refuses a second request with "
        "ResourceConflictException. Terraform applies resources that do not depend on each other in parallel."
    )
    fix = "let each configuration of the function name the one before it in depends_on"

    def check(self, context: Context) -> Iterator[Finding]:
        """Find configurations of a function that do not wait for the previous one."""
        for configurations in _by_function(context).values():
            resources = [each.resource for each in configurations]
            yield from self._blocks_with_several(configurations)
            for before, after in _unordered(resources, context):
                where = before.construct_path or before.address
                yield self.finding(
                    after,
                    f"it is applied at the same time as {where}, a configuration of the same function",
                    _ONE_BLOCK_EACH
                    if before.block == after.block
                    else f"add {before.dependable} to its depends_on",
                )

    def _blocks_with_several(
        self, configurations: Sequence[DeclaredConfiguration]
    ) -> Iterator[Finding]:
        """A block with `count` or `for_each` whose instances are all for one function."""
        for each in configurations:
            if _makes_several(each.resource):
                yield self.finding(
                    each.resource,
                    "its instances are configurations of one function and are applied at the same time",
                    _ONE_BLOCK_EACH,
                )


_ONE_BLOCK_EACH: Final = (
    "write one block for each qualifier, each with the one before it in depends_on"
)


def _by_function(context: Context) -> dict[Hashable, list[DeclaredConfiguration]]:
    """The configurations of each function in one stack that are known to exist, one for each target.

    Terraform applies each stack on its own, and nothing in one can wait for what is in another.
    """
    groups: dict[Hashable, dict[Hashable, DeclaredConfiguration]] = defaultdict(dict)
    for each in context.configurations.all:
        targets = {target.key: target for target in each.targets}
        if len(targets) != 1 or not all(target.is_certain for target in each.targets):
            continue
        ((key, target),) = targets.items()
        if not (isinstance(key, tuple) and key[-1] == ANY_INSTANCE):
            identity = target.qualifier if target.qualifier is not None else each.resource.id
            groups[key, each.resource.location.stack].setdefault(identity, each)
    return {key: list(group.values()) for key, group in groups.items()}


def _makes_several(resource: Resource) -> bool:
    repeated = resource.repeated
    several = isinstance(repeated, (list, dict)) and len(repeated) > 1
    several = several or (isinstance(repeated, int) and repeated > 1)
    return several and not varies_by_instance(resource.get("function_name"))


def _unordered(
    resources: Sequence[Resource], context: Context
) -> Iterator[tuple[Resource, Resource]]:
    """Pairs of adjacent configurations, in the order of apply, of which the second does not wait for the first."""
    waiting = [each for each in resources if each.repeated is None]
    earlier = {
        one.id: {
            other.id
            for other in waiting
            if other is not one and context.model.waits_for_any(one, [other])
        }
        for one in waiting
    }
    last: Resource | None = None
    while waiting:
        left = {each.id for each in waiting}
        ready = [each for each in waiting if not earlier[each.id] & left] or waiting
        following = [each for each in ready if last is not None and last.id in earlier[each.id]]
        current = (following or ready)[0]
        if last is not None and not following:
            yield last, current
        waiting.remove(current)
        last = current
