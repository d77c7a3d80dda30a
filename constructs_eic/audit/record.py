"""A row of an audit as data: the same members in JSON, JSON lines and CSV."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_eic.audit.rows import Row
    from constructs_eic.checks.rule import Finding


def record(row: Row, days: int) -> dict[str, object]:
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


def finding_record(finding: Finding) -> dict[str, str]:
    """The members of a finding that an account gives it."""
    return {
        "rule": finding.rule,
        "address": finding.address,
        "message": finding.message,
        "fix": finding.fix,
    }
