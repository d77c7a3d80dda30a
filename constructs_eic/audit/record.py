"""A row of an audit as data: the same members in JSON, JSON lines and CSV."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic.audit.audit import Audit
    from constructs_eic.audit.rows import Row
    from constructs_eic.checks.rule import Finding


MEMBERS: Final = (
    "region",
    "account",
    "function_name",
    "qualifier",
    "function_arn",
    "invoked_by",
    "kept",
    "alarms",
    "days",
    "lost",
    "received",
    "dropped",
    "not_delivered",
    "dead_letter_errors",
    "waiting",
    "findings",
)
"""The members of a record, in their order."""


def records(audit: Audit) -> Iterator[dict[str, object]]:
    """The rows as data, and then what was found that is about none of them."""
    for row in audit.rows:
        yield _record(row, audit.days)
    for finding in audit.others:
        yield _record_of_other(finding, audit.days)


def _record(row: Row, days: int) -> dict[str, object]:
    """The members of a row; `None` for what is not known."""
    figures = row.figures
    return {
        "region": row.region,
        "account": row.account,
        "function_name": row.function_name,
        "qualifier": row.qualifier,
        "function_arn": row.function.address,
        "invoked_by": row.invoked_by,
        "kept": [asdict(each) for each in row.kept] if row.is_read else None,
        "alarms": sorted(row.alarms),
        "days": days,
        "lost": row.lost,
        "received": figures.received if figures else None,
        "dropped": figures.dropped if figures else None,
        "not_delivered": figures.not_delivered if figures else None,
        "dead_letter_errors": figures.dead_letter_errors if figures else None,
        "waiting": row.waiting,
        "findings": [finding_record(each) for each in row.findings],
    }


def _record_of_other(finding: Finding, days: int) -> dict[str, object]:
    """What was found about no function that exists, such as a rule whose function was deleted."""
    region, _, account = (finding.stack or "").partition(" ")
    given = {
        "region": region,
        "account": account,
        "days": days,
        "findings": [finding_record(finding)],
    }
    return {name: given.get(name) for name in MEMBERS}


def finding_record(finding: Finding) -> dict[str, str]:
    """The members of a finding that an account gives it."""
    return {
        "rule": finding.rule,
        "address": finding.address,
        "message": finding.message,
        "fix": finding.fix,
    }
