"""The table for people to read: destinations by kind and name, with as few line breaks as possible."""

from __future__ import annotations

import shutil
import textwrap
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final, TextIO

from constructs_eic._output.text import printable
from constructs_eic._values.arn import Arn
from constructs_eic._values.destination_kinds import kind_of_arn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constructs_eic.inventory.entry import Entry, Outcome

HEADERS: Final = ("region", "function", "qualifier", "age", "retries", "destinations")

_OUTCOMES: Final[tuple[tuple[Outcome, str], ...]] = (
    ("OnFailure", "failure"),
    ("OnSuccess", "success"),
)
_GAP: Final = "  "
_WIDEST_QUALIFIER: Final = 24
_NARROWEST: Final = 8


def write_table(entries: Sequence[Entry], out: TextIO) -> None:
    """Write a table of `entries` in their order; `-` means that a value was never set.

    On a terminal, it fits the width: each region and each function are shown once, and a name that is too long for
    its column is on its own line. Elsewhere, each entry is one whole line.
    """
    width = shutil.get_terminal_size().columns
    lines = _folded(entries, width) if out.isatty() else _whole(entries)
    out.writelines(f"{line.rstrip()}\n" for line in lines)


def _whole(entries: Iterable[Entry]) -> Iterator[str]:
    rows = [
        (
            entry.region,
            printable(entry.function_name),
            *_settings(entry),
            ", ".join(_destinations(entry)),
        )
        for entry in entries
    ]
    widths = [max(map(len, column)) for column in zip(HEADERS, *rows, strict=True)]
    yield _line(HEADERS, widths)
    yield "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    for row in rows:
        yield _line(row, widths)


def _folded(entries: Sequence[Entry], width: int) -> Iterator[str]:
    _, *headers = HEADERS
    widths = _widths(entries, width)
    yield _line(headers, widths)
    for region, in_region in groupby(entries, key=lambda entry: entry.region):
        yield f"── {region} ".ljust(width, "─")
        for name, of_function in groupby(in_region, key=lambda entry: entry.function_name):
            function = printable(name)
            if len(function) > widths[0]:
                yield function
                function = ""
            for entry in of_function:
                yield from _entry(entry, function, widths)
                function = ""


def _widths(entries: Iterable[Entry], width: int) -> Sequence[int]:
    """The columns' widths: first columns that do not wrap well; the function last, as it can have its own line."""
    rows = [
        (printable(each.function_name), *_settings(each), max(_destinations(each), key=len))
        for each in entries
    ]
    function, qualifier, *limits, destinations = (
        max(map(len, column)) for column in zip(HEADERS[1:], *rows, strict=True)
    )
    qualifier = min(qualifier, _WIDEST_QUALIFIER)
    room = width - sum((qualifier, *limits)) - len(_GAP) * (len(HEADERS) - 2)
    destinations = max(_NARROWEST, min(destinations, room - min(function, _NARROWEST)))
    return min(function, max(_NARROWEST, room - destinations)), qualifier, *limits, destinations


def _entry(entry: Entry, function: str, widths: Sequence[int]) -> Iterator[str]:
    qualifier, *limits = _settings(entry)
    cells = (
        [function],
        textwrap.wrap(qualifier, widths[1]),
        *([limit] for limit in limits),
        [
            piece
            for each in _destinations(entry)
            for piece in textwrap.wrap(each, widths[-1], break_on_hyphens=False)
        ],
    )
    for line in zip_longest(*cells, fillvalue=""):
        yield _line(line, widths)


def _line(cells: Iterable[str], widths: Iterable[int]) -> str:
    return _GAP.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))


def _settings(entry: Entry) -> tuple[str, str, str]:
    age, retries = entry.maximum_event_age_in_seconds, entry.maximum_retry_attempts
    qualifier = printable(entry.qualifier or "-")
    return qualifier, "-" if age is None else str(age), "-" if retries is None else str(retries)


def _destinations(entry: Entry) -> Sequence[str]:
    return [
        f"{word}: {printable(_kind_and_name(arn, entry))}"
        for outcome, word in _OUTCOMES
        if (arn := entry.destination(outcome)) is not None
    ] or ["-"]


def _kind_and_name(text: str, entry: Entry) -> str:
    try:
        arn = Arn.parse(text)
    except ValueError:
        return text
    kind = kind_of_arn(arn)
    if kind is None:
        return text
    _, _, word = kind.title.partition(" ")
    where = f" in {arn.region}" if arn.region not in ("", entry.region) else ""
    whose = f" of {arn.account}" if arn.account not in ("", entry.account) else ""
    return f"{word} {arn.resource.removeprefix(kind.arn_shape.prefix)}{where}{whose}"
