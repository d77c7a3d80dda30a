"""EIC003."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks.rule_context import Context


class DestinationWithoutPermission(Rule):
    """A configuration whose role lacks the permission for its destination."""

    id = "EIC003"
    title = "The function's role lacks the permission for a destination"
    why = (
        "Lambda delivers records with the function's execution role. Without the permission it "
        "refuses the configuration, or accepts it and drops every record."
    )
    fix = "allow the action on the destination in a policy of the role, or let EventInvokeConfig write the policy"

    def check(self, context: Context) -> Iterator[Finding]:
        """Find configurations with a destination that the role's policies, all known, do not allow."""
        for delivery in context.deliveries:
            missing = [
                action
                for action, permission in delivery.permissions
                if permission.is_allowed is False
            ]
            if missing:
                is_bounded = any(each.is_beyond_boundary for _, each in delivery.permissions)
                who = "the permissions boundary of " if is_bounded else ""
                yield self.finding(
                    delivery.configuration.resource,
                    f"{who}{delivery.role.address} does not allow {' and '.join(missing)} on the "
                    f"{delivery.kind.title} of {delivery.outcome}",
                    "allow the action in the policy of the boundary" if is_bounded else None,
                )
