"""The pages that are generated from the code are up to date: `make pages` writes them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import ROOT

if TYPE_CHECKING:
    from pathlib import Path

WRITTEN = [
    "command.md",
    "errors.md",
    "examples.md",
    "life-of-an-event-narrow.svg",
    "life-of-an-event.svg",
    "map.svg",
    "reference.md",
    "whole-app.md",
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages as generated from the current code."""
    folder = tmp_path_factory.mktemp("docs")
    program = [sys.executable, "-m", "constructs_eic.faststart", "-m", "tools.pages", str(folder)]
    subprocess.run(program, cwd=ROOT, check=True)
    return folder


@pytest.mark.parametrize("name", WRITTEN)
def test_a_page_is_what_the_code_says(name: str, written: Path) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == (written / name).read_text("utf-8")
