"""Findings as text, JSON, and GitHub annotations. SARIF is in a separate file.

Source: "Workflow commands for GitHub Actions" in GitHub's documentation.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from constructs_eic.checks.sarif import sarif

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from constructs_eic.checks.rule import Finding, Rule


def text(findings: Sequence[Finding], _rules: Sequence[type[Rule]]) -> str:
    """For people: three lines for each finding, and the number of findings."""
    blocks = [
        f"{each.rule} {each.construct_path or each.address}{_place(each)}\n"
        f"    {each.message}\n"
        f"    fix: {each.fix}\n"
        for each in findings
    ]
    count = len(findings)
    return "".join([*blocks, f"{count or 'no'} finding{'' if count == 1 else 's'}\n"])


def as_json(findings: Sequence[Finding], _rules: Sequence[type[Rule]]) -> str:
    """An array with one object for each finding; its members are the attributes of `Finding`."""
    return json.dumps([asdict(each) for each in findings], indent=2) + "\n"


def github(findings: Sequence[Finding], _rules: Sequence[type[Rule]]) -> str:
    """A workflow command for each finding, which GitHub shows as an annotation."""
    return "".join(map(_command, findings))


REPORTS: Final[Mapping[str, Callable[[Sequence[Finding], Sequence[type[Rule]]], str]]] = {
    "text": text,
    "json": as_json,
    "sarif": sarif,
    "github": github,
}


def _place(finding: Finding) -> str:
    parts = [finding.address] if finding.construct_path else []
    if finding.file:
        parts.append(f"{finding.file}:{finding.line}" if finding.line else finding.file)
    return f" ({', '.join(parts)})" if parts else ""


def _command(finding: Finding) -> str:
    properties = {"title": f"{finding.rule} {finding.construct_path or finding.address}"}
    if finding.file:
        properties = {"file": finding.file, **properties}
        if finding.line:
            properties["line"] = str(finding.line)
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::error {shown}::{_data(f'{finding.message}; {finding.fix}')}\n"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
