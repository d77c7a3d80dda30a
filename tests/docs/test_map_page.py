"""The maps in the documentation are what the command draws of the apps that they are of."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.docs.pages import ROOT, read_page
from tests.unit.inventory.lambda_account import COMMAND

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "docs" / "map.md"


def test_the_map_is_what_the_page_shows(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(read_page(PAGE).files["shop.py"], "utf-8")
    assert _drawn("shop.py", tmp_path) == _shown(PAGE)


def test_the_readme_has_the_map_of_an_example(tmp_path: Path) -> None:
    example = ROOT / "examples" / "destinations" / "main.py"
    assert _drawn(str(example), tmp_path) == _shown(ROOT / "README.md")


def _drawn(app: str, folder: Path) -> str:
    start = [sys.executable, "-m", "constructs_eic.faststart"]
    subprocess.run([*start, app], cwd=folder, check=True)
    command = [*COMMAND, "map", "cdktf.out"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def _shown(page: Path) -> str:
    text = page.read_text("utf-8")
    [shown] = re.findall(r"^```(?:mermaid)?\n(flowchart.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert isinstance(shown, str)
    return shown
