"""Findings in SARIF, the format that code scanning accepts.

Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS Standard; "SARIF support for code
scanning" in GitHub's documentation.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from constructs_eic.checks.help_link import help_link
from constructs_eic.checks.reports.place import (
    name_of,
    path_in_repository,
    place_of,
    with_fingerprints,
)
from constructs_eic.checks.suppressions import UNUSED, UnusedSuppression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks.rule import Finding, Rule

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(findings: Sequence[Finding], rules: Sequence[type[Rule]]) -> str:
    """One run with the rules that ran and a result for each finding."""
    ran = list(rules)
    if any(each.rule == UNUSED for each in findings):
        ran.append(UnusedSuppression)
    positions = {each.id: position for position, each in enumerate(ran)}
    run = {
        "tool": {
            "driver": {
                "name": "constructs-eic",
                "version": version("constructs-eic"),
                "rules": [_described(each) for each in ran],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(each, fingerprint, positions)
            for each, fingerprint in with_fingerprints(findings)
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _described(rule: type[Rule]) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": rule.name(),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "helpUri": help_link(rule),
        "help": {"text": f"{rule.why} To fix it: {rule.fix}. {help_link(rule)}"},
        "defaultConfiguration": {"level": "error", "enabled": rule.is_on},
    }


def _result(finding: Finding, fingerprint: str, positions: dict[str, int]) -> dict[str, object]:
    location: dict[str, object] = {
        "logicalLocations": [
            {
                "name": finding.address,
                "fullyQualifiedName": name_of(finding),
                "kind": "resource",
            }
        ]
    }
    place = place_of(finding)
    if place is not None:
        file, line = place
        location["physicalLocation"] = {
            "artifactLocation": {"uri": _uri(file)},
            "region": {"startLine": line or 1},
        }
    return {
        "ruleId": finding.rule,
        "ruleIndex": positions[finding.rule],
        "level": "error",
        "message": {"text": f"{name_of(finding)}: {finding.message}; {finding.fix}"},
        "locations": [location],
        "partialFingerprints": {"constructsEic/v1": fingerprint},
    }


def _uri(file: str) -> str:
    path = Path(path_in_repository(file))
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
