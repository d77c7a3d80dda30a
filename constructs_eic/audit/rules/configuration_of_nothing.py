"""EIC102."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.audit.declared import ABSENT
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks.rule_context import Context


class ConfigurationOfNothing(Rule):
    """A configuration whose alias or version was deleted."""

    id = "EIC102"
    title = "The alias or version of a configuration no longer exists"
    why = (
        "Lambda keeps the configuration of an alias or version that is deleted. Nothing uses it, and it takes "
        "effect again as soon as an alias of this name is created."
    )
    fix = (
        "delete it with 'aws lambda delete-function-event-invoke-config', or create the alias again"
    )

    def check(self, context: Context) -> Iterator[Finding]:
        """Find configurations whose qualified function the account does not have."""
        absent = {each.address for each in context.model.of(ABSENT)}
        for configuration in context.configurations.all:
            resource = configuration.resource
            if resource.address in absent:
                yield self.finding(
                    resource,
                    f"the function has neither alias nor version {resource.get('qualifier')}",
                )
