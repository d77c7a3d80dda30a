"""EIC011."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._values.limits import INLINE_POLICIES_LENGTH
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.checks.rule_context import Context


class InlinePoliciesOverQuota(Rule):
    """A role whose inline policies are longer together than IAM takes."""

    id = "EIC011"
    title = "The inline policies of a role are longer than IAM takes"
    why = (
        "All inline policies of a role together may have 10,240 characters; IAM does not count white space. A "
        "role that many functions share has a policy for each destination. An apply that exceeds the quota "
        "fails with LimitExceeded, although the plan has no error."
    )
    fix = (
        "send the events of all functions to one destination, give each function a role of its own, or "
        "put the statements into an aws_iam_policy that is attached to the role"
    )

    def check(self, context: Context) -> Iterator[Finding]:
        """Find roles of which the literal part of the inline policies alone is too long."""
        for policies in context.inline_policies:
            if policies.length > INLINE_POLICIES_LENGTH:
                yield self.finding(
                    policies.role,
                    f"its inline policies have at least {policies.length:,} characters together, "
                    f"and IAM takes {INLINE_POLICIES_LENGTH:,} for a role",
                )
