"""The formats of an audit: for people, for programs, for spreadsheets, for code scanning, and as a picture."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Final

from constructs_eic._output.text import csv_cell
from constructs_eic.audit.markdown import markdown
from constructs_eic.audit.record import MEMBERS, records
from constructs_eic.audit.table import table
from constructs_eic.checks._map.building import build
from constructs_eic.checks.reports.sarif import sarif

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constructs_eic.audit.audit import Audit

_COLUMNS: Final = tuple(each for each in MEMBERS if each != "function_arn")


def _json(audit: Audit) -> str:
    return json.dumps(list(records(audit)), indent=2) + "\n"


def _jsonl(audit: Audit) -> str:
    return "".join(f"{json.dumps(each)}\n" for each in records(audit))


def _csv(audit: Audit) -> str:
    out = io.StringIO()
    out.write(f"{','.join(_COLUMNS)}\n")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    for each in records(audit):
        values = dict(each)
        values["kept"] = _joined(each["kept"], "arn")
        values["findings"] = _joined(each["findings"], "rule")
        writer.writerow([_cell(values[name]) for name in _COLUMNS])
    return out.getvalue()


def _joined(value: object, member: str) -> str | None:
    """One member of each object in a list."""
    if not isinstance(value, list):
        return None
    return " ".join(dict.fromkeys(each[member] for each in value))


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
