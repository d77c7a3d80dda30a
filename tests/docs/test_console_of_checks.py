"""The console block of "Test and check your app" shows what the command actually writes."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.docs.pages import ROOT, consoles_of, read_page
from tests.unit.inventory.lambda_account import COMMAND

if TYPE_CHECKING:
    from pathlib import Path


def test_the_findings_are_what_the_page_shows(tmp_path: Path) -> None:
    [(command, output)] = consoles_of("test-and-check.md")
    app = read_page(ROOT / "docs" / "test-and-check.md").files["shop.py"]
    (tmp_path / "shop.py").write_text(app, "utf-8")
    start = [sys.executable, "-m", "constructs_eic.faststart"]
    subprocess.run([*start, "shop.py"], cwd=tmp_path, check=True)

    ran = subprocess.run(
        [*COMMAND, *shlex.split(command)], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout == output
