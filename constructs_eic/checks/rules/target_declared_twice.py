"""EIC006."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.checks._model.values import ANY_INSTANCE
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from constructs_eic.checks._model.rule_values import DeclaredConfiguration
    from constructs_eic.checks.rule_context import Context


class TargetDeclaredTwice(Rule):
    """Two configurations of one target, or a qualifier inside the function's name."""

    id = "EIC006"
    title = "Two configurations of one function and qualifier, or a qualified function name"
    why = (
        "Lambda keeps one configuration for a function and qualifier; no qualifier and $LATEST are "
        "the same. Each apply of one resource undoes the other. With a qualifier inside "
        "function_name the plan is never empty."
    )
    fix = "keep one of them"

    def check(self, context: Context) -> Iterator[Finding]:
        """Find the second and every further configuration of a target, and qualified names."""
        first: dict[Hashable, DeclaredConfiguration] = {}
        for configuration in context.configurations.all:
            resource = configuration.resource
            if any(each.is_qualified_name for each in configuration.targets):
                yield self.finding(
                    resource,
                    "function_name carries a qualifier",
                    "give only the function's name, and the qualifier as qualifier",
                )
            target = _told_for_sure(configuration)
            if target is None:
                continue
            other = first.setdefault(target, configuration)
            if other is not configuration:
                where = other.resource.construct_path or other.resource.address
                yield self.finding(
                    resource, f"it is for the same function and qualifier as {where}"
                )


def _told_for_sure(configuration: DeclaredConfiguration) -> Hashable | None:
    """The target; `None` if it, or whether there is such a configuration, is not known."""
    target = configuration.target
    if target is None or target.qualifier is None or configuration.resource.repeated is not None:
        return None
    if isinstance(target.key, tuple) and target.key[-1] == ANY_INSTANCE:
        return None
    return (target.key, target.qualifier)
