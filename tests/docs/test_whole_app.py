"""The tests of the example "A whole app" pass, on the framework of this environment."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tools.framework import copy_example, of_this_framework

if TYPE_CHECKING:
    from pathlib import Path


def test_its_own_tests_pass(tmp_path: Path) -> None:
    copy_example("whole_app", tmp_path)
    tests = tmp_path / "test_main.py"
    tests.write_text(of_this_framework(tests.read_text("utf-8")), "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    for options in (["--snapshot-update"], []):
        ran = subprocess.run(
            [*command, *options], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        last = ran.stdout + ran.stderr
    assert ran.returncode == 0, last
    assert "3 passed" in last
