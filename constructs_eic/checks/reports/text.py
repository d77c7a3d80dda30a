"""Findings for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.checks.reports.place import name_of, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks.rule import Finding, Rule


def text(findings: Sequence[Finding], _rules: Sequence[type[Rule]] = ()) -> str:
    """Three lines for each finding, and the number of findings."""
    blocks = [
        f"{each.rule} {name_of(each)}{_place(each)}\n    {each.message}\n    fix: {each.fix}\n"
        for each in findings
    ]
    return "".join([*blocks, f"{counted(findings)}\n"])


def counted(findings: Sequence[Finding]) -> str:
    """The number of findings in words."""
    count = len(findings)
    return f"{count or 'no'} finding{'' if count == 1 else 's'}"


def _place(finding: Finding) -> str:
    parts = [finding.address] if finding.construct_path else []
    place = place_of(finding)
    if place is not None:
        file, line = place
        parts.append(f"{file}:{line}" if line else file)
    elif finding.file:
        parts.append(finding.file)
    return f" ({', '.join(parts)})" if parts else ""
