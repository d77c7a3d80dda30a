"""The answer for people: a row for each function, and below it what invokes it and what was found."""

from __future__ import annotations

import re
import shutil
import textwrap
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Final

from constructs_eic._output.text import printable
from constructs_eic.audit.rows import NOTHING_FOUND

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_eic.audit.audit import Audit
    from constructs_eic.audit.rows import Kept, Row
    from constructs_eic.checks.rule import Finding

_WIDTHS: Final = (8, 9, 22, 25)
_GAP: Final = "  "
_INDENT: Final = " " * (sum(_WIDTHS[:2]) + 2 * len(_GAP))
_NARROWEST: Final = 72
_ARN: Final = re.compile(r"arn:[\w-]+:([\w-]+):[\w-]*:\w*:")


def table(audit: Audit) -> str:
    """The rows, then what was found, then what it comes to; as wide as the terminal, 80 columns elsewhere."""
    width = max(_NARROWEST, shutil.get_terminal_size((80, 24)).columns)
    parts = [_rows(audit, width), _findings(audit, width), _wrapped(summary(audit), width)]
    text = "\n\n".join("\n".join(map(str.rstrip, part)) for part in map(list, parts) if part)
    return f"{text}\n"


def _rows(audit: Audit, width: int) -> Iterator[str]:
    if not audit.rows:
        return
    yield from _line(("    lost", " received", "function", "kept in", "findings"), width)
    places = {(each.account, each.region) for each in audit.rows}
    if len(places) == 1:
        ((account, region),) = places
        yield f"── {region} {account} ".ljust(width, "─")
    for row in audit.rows:
        received = row.figures.received if row.figures else None
        yield from _line(
            (
                f"{_number(row.lost):>{_WIDTHS[0]}}",
                f"{_number(received):>{_WIDTHS[1]}}",
                row.name,
                kept_in(row),
                ", ".join(sorted({each.rule for each in row.findings})),
            ),
            width,
        )
        place = "" if len(places) == 1 else f"in {row.region} {row.account}, "
        invokers = ", ".join(row.invoked_by) or NOTHING_FOUND
        yield from _wrapped(f"{place}invoked by {invokers}", width, _INDENT)


def _line(cells: Sequence[str], width: int) -> Iterator[str]:
    widths = (*_WIDTHS, width - sum(_WIDTHS) - len(_WIDTHS) * len(_GAP))
    wrapped = [
        textwrap.wrap(printable(cell), room, break_on_hyphens=False, drop_whitespace=False) or [""]
        for cell, room in zip(cells, widths, strict=True)
    ]
    for line in zip_longest(*wrapped, fillvalue=""):
        yield _GAP.join(cell.ljust(room) for cell, room in zip(line, widths, strict=True))


def _findings(audit: Audit, width: int) -> Iterator[str]:
    titles = {rule.id: rule.title for rule in audit.rules}
    for rule, findings in groupby(audit.findings, key=lambda each: each.rule):
        yield from _wrapped(f"{rule} {titles.get(rule, '')}", width)
        for fix, alike in groupby(findings, key=lambda each: each.fix):
            for finding in alike:
                yield from _wrapped(f"{finding.address}: {finding.message}", width, "    ")
            yield from _wrapped(f"fix: {fix}", width, "    ")


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    # Account and region of an ARN say nothing new here, and would not fit.
    return textwrap.wrap(
        _ARN.sub(r"\1 ", printable(text)),
        width,
        initial_indent=indent,
        subsequent_indent=f"{indent}  " if indent else "",
        break_on_hyphens=False,
    )


def kept_in(row: Row) -> str:
    """Return where failed events are kept, in few words."""
    if not row.is_read:
        return "not known"
    return ", ".join(map(_kept, row.kept)) or "nowhere"


def _kept(kept: Kept) -> str:
    waiting = f" ({kept.waiting:,} waiting)" if kept.waiting else ""
    word = kept.service.partition(" ")[2] or kept.service
    prefix = "dead-letter " if kept.by == "dead_letter" else ""
    return f"{prefix}{word} {kept.name}{waiting}"


def summary(audit: Audit) -> str:
    """Return what the rows come to, in a sentence."""
    known = [each.lost for each in audit.rows if each.lost is not None]
    lost = f"{sum(known):,} events lost in {audit.days} {'day' if audit.days == 1 else 'days'}"
    functions = f"{audit.functions:,} {'function' if audit.functions == 1 else 'functions'}"
    named = {(each.account, each.region, each.function_name) for each in audit.rows}
    count = len(audit.findings)
    found = f"{count or 'no'} finding{'' if count == 1 else 's'}"
    asynchronous = f"{len(named)} invoked asynchronously or configured for it"
    explained = _explained(audit.findings)
    return f"{functions}, {asynchronous}; {lost if known else 'events lost: not known'}; {found}.{explained}"


def _number(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"


def _explained(findings: Sequence[Finding]) -> str:
    return f" 'constructs-eic explain {findings[0].rule}' explains a rule." if findings else ""
