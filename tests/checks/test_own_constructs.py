"""What this package's own constructs write gives no finding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from constructs_eic.checks import check

SNAPSHOTS = Path(__file__).parents[1] / "unit" / "__snapshots__" / "test_snapshots"
FILES = sorted(each for each in SNAPSHOTS.glob("*.tf.json") if "response" not in each.name)


def as_terraform_has_it(value: Any) -> Any:
    """A snapshot shows a policy as an object; in Terraform's JSON it is text."""
    if isinstance(value, dict) and value.keys() == {"jsonencode"}:
        return json.dumps(value["jsonencode"])
    if isinstance(value, dict):
        return {key: as_terraform_has_it(each) for key, each in value.items()}
    return [as_terraform_has_it(each) for each in value] if isinstance(value, list) else value


def test_there_are_snapshots() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".tf.json"))
def test_a_snapshot_gives_no_finding(file: Path) -> None:
    document = as_terraform_has_it(json.loads(file.read_text()))
    assert check(document) == []
