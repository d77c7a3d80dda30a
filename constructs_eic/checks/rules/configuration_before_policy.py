"""EIC004."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks.rule_context import Context


class ConfigurationBeforePolicy(Rule):
    """A configuration that does not wait for the policy that permits it."""

    id = "EIC004"
    title = "A configuration does not wait for the policy that permits its destination"
    why = (
        "Terraform applies resources that do not depend on each other at the same time. Lambda checks the "
        "role's permission when the configuration is created, so the first apply succeeds only if the policy "
        "happens to exist by then."
    )
    fix = "name the policy in depends_on of the configuration"

    def check(self, context: Context) -> Iterator[Finding]:
        """Find configurations from which no reference and no `depends_on` leads to a policy that permits them."""
        for delivery in context.deliveries:
            configuration = delivery.configuration.resource
            late = {
                holder.address: holder.dependable
                for _, permission in delivery.permissions
                if not context.model.waits_for_any(configuration, permission.holders)
                for holder in permission.holders
                if holder.stack == configuration.stack
            }
            if late:
                yield self.finding(
                    configuration,
                    f"it does not wait for {' or '.join(late)}, which permits the "
                    f"{delivery.kind.title} of {delivery.outcome}",
                    f"add depends_on = [{', '.join(dict.fromkeys(late.values()))}]",
                )
