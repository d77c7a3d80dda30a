"""Findings as a report: for people, for other programs, and for the places where teams look at changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic.checks.reports.as_json import as_json
from constructs_eic.checks.reports.github import github
from constructs_eic.checks.reports.gitlab import gitlab
from constructs_eic.checks.reports.junit import junit
from constructs_eic.checks.reports.markdown import markdown
from constructs_eic.checks.reports.sarif import sarif
from constructs_eic.checks.reports.text import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from constructs_eic.checks.rule import Finding, Rule

REPORTS: Final[Mapping[str, Callable[[Sequence[Finding], Sequence[type[Rule]]], str]]] = {
    "text": text,
    "json": as_json,
    "sarif": sarif,
    "github": github,
    "gitlab": gitlab,
    "junit": junit,
    "markdown": markdown,
}
"""What writes a report, by the name of its format; it is given the findings and the rules that ran."""
