"""The output formats for waiting records: for people and for programs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, TextIO

from constructs_eic._output import table
from constructs_eic._output.text import printable
from constructs_eic.records.reading import RecordGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from constructs_eic.records.reading import Summary, WaitingRecord

    Write = Callable[[Iterable[WaitingRecord], TextIO], None]

_COLUMNS = ("timestamp", "function", "condition", "error", "message", "request_id")
_SUMMARY = ("records", "function", "condition", "error", "first", "last")
_NOT_ASCII = re.compile(r"[^ -~]")


def write_jsonl(records: Iterable[WaitingRecord], out: TextIO) -> None:
    """One JSON object per line, each written as it arrives."""
    for waiting in records:
        out.write(f"{_json(waiting)}\n")
        out.flush()


def write_json(records: Iterable[WaitingRecord], out: TextIO) -> None:
    """One JSON array."""
    _write_array(map(_json, records), out)


def write_table(records: Iterable[WaitingRecord], out: TextIO) -> None:
    """A table for people to read, without payloads."""
    table.write(_COLUMNS, map(_row, records), out)


FORMATS: Final[Mapping[str, Write]] = {
    "table": write_table,
    "json": write_json,
    "jsonl": write_jsonl,
}


def write_summary(summary: Summary, form: str, out: TextIO) -> None:
    """Return how many records there are of each kind, most first."""
    rows = [
        (count, kind.function, kind.condition, kind.error, *map(_time, summary.spans[kind]))
        for kind, count in sorted(summary.counts.items(), key=lambda one: (-one[1], one[0]))
    ]
    if form == "table":
        table.write(_SUMMARY, ((printable(str(cell)) for cell in row) for row in rows), out)
        return
    lines = (json.dumps(dict(zip(_SUMMARY, row, strict=True))) for row in rows)
    if form == "jsonl":
        out.writelines(f"{line}\n" for line in lines)
    else:
        _write_array(lines, out)


def _write_array(objects: Iterable[str], out: TextIO) -> None:
    separator = "[\n"
    for one in objects:
        out.write(f"{separator}  {one}")
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def _row(waiting: WaitingRecord) -> Iterator[str]:
    kind, record = RecordGroup.of(waiting), waiting.record
    error = waiting.problem if record is None else record.error_message
    message = "; ".join(filter(None, (waiting.redrive_reason, error)))
    request_id = None if record is None else record.request_id
    written = (record and record.timestamp) or waiting.since
    for cell in (_time(written), *_cells(kind), message, request_id):
        yield printable(cell or "-")


def _cells(kind: RecordGroup) -> tuple[str, str, str]:
    return kind.function, kind.condition, kind.error


def _json(waiting: WaitingRecord) -> str:
    record = waiting.record
    told: dict[str, object] = {"id": waiting.id, "since": _time(waiting.since)}
    if waiting.redrive_reason is not None:
        told["redrive_reason"] = waiting.redrive_reason
    if record is None:
        return json.dumps({**told, "problem": waiting.problem})
    told |= {
        "version": record.version,
        "timestamp": record.timestamp and _time(record.timestamp),
        "request_id": record.request_id,
        "function_arn": record.function_arn,
        "condition": record.condition,
        "approximate_invoke_count": record.approximate_invoke_count,
        "status_code": record.status_code,
        "executed_version": record.executed_version,
        "function_error": record.function_error,
        "error_type": record.error_type,
        "error_message": record.error_message,
    }
    payloads = {
        "request_payload": record.request_payload_json,
        "response_payload": record.response_payload_json,
    }
    written = "".join(
        f', "{name}": {_on_one_line(payload)}' for name, payload in payloads.items() if payload
    )
    return f"{json.dumps(told)[:-1]}{written}}}"


def _on_one_line(payload: str) -> str:
    """JSON unchanged, but without line breaks between its parts and without anything a terminal would interpret."""
    return _NOT_ASCII.sub(
        lambda found: " " if found[0] in "\t\r\n" else json.dumps(found[0])[1:-1], payload
    )


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
