"""The formats of an audit: for people, for programs, for spreadsheets, for code scanning, and as a picture."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from constructs_eic._output.text import csv_cell
from constructs_eic.audit.markdown import markdown
from constructs_eic.audit.record import record
from constructs_eic.audit.table import table
from constructs_eic.checks._map.building import build
from constructs_eic.checks.reports.sarif import sarif

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constructs_eic.audit.audit import Audit

_COLUMNS: Final = (
    "region",
    "account",
    "function_name",
    "qualifier",
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


def _json(audit: Audit) -> str:
    return json.dumps([record(each, audit.days) for each in audit.rows], indent=2) + "\n"


def _jsonl(audit: Audit) -> str:
    return "".join(f"{json.dumps(record(each, audit.days))}\n" for each in audit.rows)


def _csv(audit: Audit) -> str:
    out = io.StringIO()
    out.write(f"{','.join(_COLUMNS)}\n")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    for row in audit.rows:
        values = record(row, audit.days)
        values["kept"] = " ".join(each.arn for each in row.kept) if row.is_read else None
        values["findings"] = " ".join(sorted({each.rule for each in row.findings}))
        writer.writerow([_cell(values[name]) for name in _COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str | int:
    if isinstance(value, int):
        return value
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return "" if value is None else csv_cell(str(value))


def _sarif(audit: Audit) -> str:
    return sarif(audit.findings, audit.rules)


def _map(audit: Audit) -> str:
    return build(audit.context, audit.findings).mermaid()


def _dot(audit: Audit) -> str:
    return build(audit.context, audit.findings).dot()


FORMATS: Final[Mapping[str, Callable[[Audit], str]]] = {
    "table": table,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "markdown": markdown,
    "sarif": _sarif,
    "map": _map,
    "dot": _dot,
}
"""What writes an audit, by the name of its format."""
