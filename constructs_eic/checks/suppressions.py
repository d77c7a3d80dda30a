"""Findings that have been accepted, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic._values.argument_names import with_named_arguments
from constructs_eic.checks.rule import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constructs_eic.checks.rule_context import Context

UNUSED: Final = "EIC000"
"""The id under which a suppression that matches nothing is reported."""


class UnusedSuppression(Rule):
    """A suppression that matches no finding; it is found after all rules ran, not by reading resources."""

    id = UNUSED
    title = "A suppression matches no finding"
    why = "What it was for has been fixed or renamed, and the pattern may hide the next finding there."
    fix = "remove the suppression or correct its pattern"

    def check(self, context: Context) -> Iterator[Finding]:
        """Find nothing in resources."""
        yield from ()


@with_named_arguments
@dataclass(frozen=True)
class Suppression:
    """Findings that are not reported.

    Args:
        rule: The rule's id, as in `EIC008`.
        address: A pattern of the resource's address or construct path, or of its ARN for `constructs-eic audit`:
            `*` stands for any characters, `?` for one.
        reason: Why the finding is accepted. It is required.

    Raises:
        ValueError: an argument is empty.

    Examples:
        >>> one = Suppression("EIC008", "*heartbeat*", reason="the next tick follows in a minute")
        >>> one.matches(Finding("EIC008", "aws_cloudwatch_event_target.heartbeat", "", ""))
        True
    """

    rule: str
    address: str
    reason: str

    def __post_init__(self) -> None:
        for name in ("rule", "address", "reason"):
            value: object = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise ValueError(
                    f"a suppression needs a {name}: {_NEEDED[name]}; given: "
                    f"rule={self.rule!r}, address={self.address!r}, reason={self.reason!r}"
                )

    def matches(self, finding: Finding) -> bool:
        """Return whether a finding is one of these."""
        if finding.rule != self.rule:
            return False
        names = filter(None, (finding.address, finding.construct_path))
        return any(self._pattern.fullmatch(name) for name in names)

    @property
    def is_of_account(self) -> bool:
        """`True` if its address is an ARN: it is for an audit, as findings in documents have no ARN."""
        return self.address.startswith("arn:")

    @property
    def _pattern(self) -> re.Pattern[str]:
        # Not fnmatch, which would read the brackets of an instance key as a set of characters.
        parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in self.address)
        return re.compile("".join(parts), re.DOTALL)


_NEEDED: Final = {
    "rule": "the id of a rule, such as EIC008",
    "address": "a pattern of addresses or construct paths, such as *heartbeat*",
    "reason": "a sentence on why the finding is accepted",
}


def remaining(
    findings: Iterable[Finding], suppressions: Sequence[Suppression], checked: Iterable[str]
) -> list[Finding]:
    """The findings that are not suppressed, then the suppressions that match none.

    Args:
        findings: All findings.
        suppressions: Those to apply.
        checked: Ids of the rules that ran; a suppression of another rule is not expected to match.
    """
    used: set[Suppression] = set()
    kept: list[Finding] = []
    for finding in findings:
        matching = [each for each in suppressions if each.matches(finding)]
        used.update(matching)
        if not matching:
            kept.append(finding)
    ran = set(checked)
    kept.extend(
        Finding(
            UNUSED,
            each.address,
            f"no finding of {each.rule} is suppressed by this pattern (reason given: {each.reason})",
            UnusedSuppression.fix,
        )
        for each in dict.fromkeys(suppressions)
        if each not in used and each.rule in ran and not each.is_of_account
    )
    return kept
