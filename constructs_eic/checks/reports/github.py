"""Findings as annotations of a GitHub workflow.

Source: "Workflow commands for GitHub Actions" in GitHub's documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic.checks.reports.place import name_of, path_in_repository, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks.rule import Finding, Rule


def github(findings: Sequence[Finding], _rules: Sequence[type[Rule]]) -> str:
    """A workflow command for each finding, which GitHub shows as an annotation."""
    return "".join(map(_command, findings))


def _command(finding: Finding) -> str:
    properties = {"title": f"{finding.rule} {name_of(finding)}"}
    place = place_of(finding)
    if place is not None:
        file, line = place
        properties = {"file": path_in_repository(file), **properties}
        if line:
            properties["line"] = str(line)
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::error {shown}::{_data(f'{finding.message}; {finding.fix}')}\n"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
