"""Findings as a Code Quality report, which GitLab shows in a merge request.

Source: "Code Quality report format" in GitLab's documentation.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from constructs_eic.checks.reports.place import (
    name_of,
    path_in_repository,
    place_of,
    with_fingerprints,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks.rule import Finding, Rule

# GitLab needs a file. A suppression stands there; a document on standard input has none.
_SETTINGS: Final = "pyproject.toml"


def gitlab(findings: Sequence[Finding], _rules: Sequence[type[Rule]]) -> str:
    """An array with an object for each finding."""
    issues = [_issue(each, fingerprint) for each, fingerprint in with_fingerprints(findings)]
    return json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, fingerprint: str) -> dict[str, object]:
    file, line = place_of(finding) or (finding.file or _SETTINGS, None)
    return {
        "description": f"{name_of(finding)}: {finding.message}; {finding.fix}",
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": "major",
        "location": {"path": path_in_repository(file), "lines": {"begin": line or 1}},
    }
