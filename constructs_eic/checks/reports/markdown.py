"""Findings as Markdown: for the summary of a workflow, or a comment on a merge request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_eic.checks.help_link import help_link
from constructs_eic.checks.reports.place import name_of, place_of
from constructs_eic.checks.reports.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks.rule import Finding, Rule


def markdown(findings: Sequence[Finding], rules: Sequence[type[Rule]]) -> str:
    """A heading with the number of findings, and a table of them."""
    heading = f"### Asynchronous invocation: {counted(findings)}\n"
    if not findings:
        return heading
    links = {each.id: help_link(each) for each in rules}
    rows = [_row(each, links.get(each.rule)) for each in findings]
    return "".join([heading, "\n| rule | where | what | fix |\n|---|---|---|---|\n", *rows])


def _row(finding: Finding, link: str | None) -> str:
    rule = f"[{finding.rule}]({link})" if link else finding.rule
    place = place_of(finding)
    where = [_code(name_of(finding))]
    if finding.construct_path:
        where.append(_code(finding.address))
    if place is not None:
        file, line = place
        where.append(_code(f"{file}:{line}" if line else file))
    cells = (rule, "<br>".join(where), plain(finding.message), plain(finding.fix))
    return f"| {' | '.join(cells)} |\n"


def _code(text: str) -> str:
    return f"<code>{_html(text)}</code>"


def plain(text: str) -> str:
    """The text with no character that Markdown or HTML interprets."""
    return re.sub(r"([\\`*_\[\]#~])", r"\\\1", _html(text))


def _html(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return " ".join(escaped.replace("|", "&#124;").split())
