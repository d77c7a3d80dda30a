"""Findings in SARIF, the format that code scanning accepts.

Source: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS Standard; "SARIF support for code
scanning" in GitHub's documentation.
"""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from constructs_eic.checks.suppressions import UNUSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks.rule import Finding, Rule

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(findings: Sequence[Finding], rules: Sequence[type[Rule]]) -> str:
    """One run with the rules that ran and a result for each finding."""
    described = [_described(each) for each in rules]
    if any(each.rule == UNUSED for each in findings):
        described.append(_UNUSED_SUPPRESSION)
    positions = {each["id"]: position for position, each in enumerate(described)}
    run = {
        "tool": {
            "driver": {
                "name": "constructs-eic",
                "version": version("constructs-eic"),
                "rules": described,
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, positions) for each in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _described(rule: type[Rule]) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": rule.name(),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why} To fix it: {rule.fix}."},
        "defaultConfiguration": {"level": "error", "enabled": rule.is_on},
    }


_UNUSED_SUPPRESSION: Final[dict[str, object]] = {
    "id": UNUSED,
    "name": "unused-suppression",
    "shortDescription": {"text": "A suppression that matches no finding"},
    "defaultConfiguration": {"level": "error"},
}


def _result(finding: Finding, positions: dict[object, int]) -> dict[str, object]:
    # Code scanning tracks a finding from commit to commit by this, even if its line changes.
    identity = f"{finding.rule} {finding.stack} {finding.address} {finding.message}"
    location: dict[str, object] = {
        "logicalLocations": [
            {
                "name": finding.address,
                "fullyQualifiedName": finding.construct_path or finding.address,
                "kind": "resource",
            }
        ]
    }
    if finding.file and finding.file != "<stdin>":
        place: dict[str, object] = {"artifactLocation": {"uri": _uri(finding.file)}}
        place["region"] = {"startLine": finding.line or 1}
        location["physicalLocation"] = place
    return {
        "ruleId": finding.rule,
        "ruleIndex": positions[finding.rule],
        "level": "error",
        "message": {
            "text": f"{finding.construct_path or finding.address}: {finding.message}; {finding.fix}"
        },
        "locations": [location],
        "partialFingerprints": {"constructsEic/v1": sha256(identity.encode()).hexdigest()},
    }


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
