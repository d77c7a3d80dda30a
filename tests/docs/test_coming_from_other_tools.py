"""The page "Coming from other tools": its examples become the same, and the errors know the names of its tables."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig
from tests.docs.pages import ROOT, read_page
from tests.framework import App, TerraformStack

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "docs" / "coming-from-other-tools.md"
TEXT = PAGE.read_text("utf-8")
TYPE = "aws_lambda_function_event_invoke_config"
THEIRS = re.findall(r"^```(?:hcl|yaml|py)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
ROWS = [
    [re.findall(r"`(\w+)`", cell) for cell in row.split("|")[1:-1]]
    for row in re.findall(r"^\| `.*$", TEXT, re.MULTILINE)
]
NAMES = sorted({(theirs[0], here[0]) for theirs, here in ROWS if here})


def snake_case(name: str) -> str:
    """`name` as Python writes it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize(("theirs", "here"), NAMES)
def test_a_name_is_the_same_here_or_an_error_that_tells_it(theirs: str, here: str) -> None:
    name = snake_case(theirs)
    if name == here:
        return
    arguments: dict[str, Any] = {"function": "orders", name: 1}
    with pytest.raises(TypeError, match=rf"; here .*\b{here}="):
        EventInvokeConfig(TerraformStack(App(), "orders"), "async", **arguments)


def test_every_example_becomes_the_same(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(read_page(PAGE).program, "utf-8")
    command = [sys.executable, "-m", "constructs_eic.faststart", "main.py"]
    subprocess.run(command, cwd=tmp_path, check=True)
    stacks = sorted(tmp_path.glob("cdktf.out/stacks/*/cdk.tf.json"))
    assert len(stacks) == len(THEIRS) == 5
    for stack in stacks:
        (config,) = json.loads(stack.read_text("utf-8"))["resource"][TYPE].values()
        assert (config["maximum_event_age_in_seconds"], config["maximum_retry_attempts"]) == (
            3600,
            1,
        )
        assert "sqs" in config["destination_config"]["on_failure"]["destination"]


@pytest.mark.parametrize("theirs", THEIRS)
def test_theirs_says_the_same_with_names_of_the_tables(theirs: str) -> None:
    assert re.search(r"3600|hours\(1\)", theirs)
    assert re.search(r"\w*(retry|Retry)\w*\W+1\b", theirs)
    retries = [cells[0][0] for cells in ROWS if cells[-1] == ["maximum_retry_attempts"]]
    assert len(retries) == len(THEIRS)
    assert any(name in theirs for name in retries)
