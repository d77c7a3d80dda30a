"""An audit as Markdown: for an issue, a wiki, or the summary of a workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.audit.rows import NOTHING_FOUND
from constructs_eic.audit.table import kept_in, summary
from constructs_eic.checks.reports.markdown import markdown as findings_as_markdown
from constructs_eic.checks.reports.markdown import plain

if TYPE_CHECKING:
    from constructs_eic.audit.audit import Audit
    from constructs_eic.audit.rows import Row

_HEAD = (
    "| region | function | qualifier | invoked by | kept in | events lost | received | findings |\n"
    "|---|---|---|---|---|---:|---:|---|\n"
)


def markdown(audit: Audit) -> str:
    """A table of the rows, what they come to, and a table of the findings."""
    rows = "".join(map(_row, audit.rows))
    table = f"{_HEAD}{rows}\n" if rows else ""
    return f"{table}{plain(summary(audit))}\n\n{findings_as_markdown(audit.findings, audit.rules)}"


def _row(row: Row) -> str:
    received = row.figures.received if row.figures else None
    cells = (
        f"{row.region} {row.account}",
        row.function_name,
        row.qualifier,
        ", ".join(row.invoked_by) or NOTHING_FOUND,
        kept_in(row),
        "?" if row.lost is None else f"{row.lost:,}",
        "?" if received is None else f"{received:,}",
        ", ".join(sorted({each.rule for each in row.findings})),
    )
    return f"| {' | '.join(map(plain, cells))} |\n"
