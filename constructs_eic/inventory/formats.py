"""The output formats for entries: for people, for programs, for spreadsheets."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Final, TextIO

from constructs_eic._output.text import csv_cell, printable
from constructs_eic.inventory.entry import FIELDS
from constructs_eic.inventory.table import write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from constructs_eic.inventory.entry import Entry

    Write = Callable[[Iterable[Entry], TextIO], None]


def write_jsonl(entries: Iterable[Entry], out: TextIO) -> None:
    """One JSON object per line, each written as it arrives."""
    for entry in entries:
        out.write(f"{_json(entry)}\n")
        out.flush()


def write_json(entries: Iterable[Entry], out: TextIO) -> None:
    """One JSON array."""
    separator = "[\n"
    for entry in _in_order(entries):
        out.write(f"{separator}  {_json(entry)}")
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def write_csv(entries: Iterable[Entry], out: TextIO) -> None:
    """Comma-separated values with a header; no value is interpreted as a formula."""
    out.write(f"{','.join(FIELDS)}\n")
    # Every text is quoted: some spreadsheets split cells at semicolons, and csv itself overlooks a carriage return.
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    for entry in _in_order(entries):
        cells = [_csv_value(value) for value in _record(entry).values()]
        # A file can hold a name as it is; a terminal would interpret control characters in it.
        writer.writerow([printable(str(cell)) for cell in cells] if out.isatty() else cells)


def _write_table(entries: Iterable[Entry], out: TextIO) -> None:
    write_table(_in_order(entries), out)


FORMATS: Final[Mapping[str, Write]] = {
    "table": _write_table,
    "json": write_json,
    "jsonl": write_jsonl,
    "csv": write_csv,
}


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.order)


def _record(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in FIELDS}


def _json(entry: Entry) -> str:
    # ASCII: no control character of a name reaches a terminal.
    return json.dumps(_record(entry), ensure_ascii=True)


def _csv_value(value: object) -> str | int:
    if isinstance(value, int):
        return value
    if isinstance(value, dict):
        return json.dumps(value)
    return "" if value is None else csv_cell(str(value))
