"""The map on "Draw a map of your app" is what the command draws of the page's app."""

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
    start = [sys.executable, "-m", "constructs_eic.faststart"]
    subprocess.run([*start, "shop.py"], cwd=tmp_path, check=True)
    command = [*COMMAND, "map", "cdktf.out"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    [shown] = re.findall(
        r"^```mermaid\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert ran.stdout == shown
