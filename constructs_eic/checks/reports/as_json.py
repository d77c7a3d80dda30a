"""Findings as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks.rule import Finding, Rule


def as_json(findings: Sequence[Finding], _rules: Sequence[type[Rule]]) -> str:
    """An array with one object for each finding; its members are the attributes of `Finding`."""
    return json.dumps([asdict(each) for each in findings], indent=2) + "\n"
