"""The Python of every page has the right types and runs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import ROOT, Page, pages_with_python
from tools.framework import CORE

if TYPE_CHECKING:
    from pathlib import Path

PAGES = pages_with_python()
LENIENT = '# mypy: disable-error-code="no-untyped-def"\n'


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_of_a_page_runs(page: Page, tmp_path: Path) -> None:
    for name, code in page.files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(code, "utf-8")
    program = tmp_path / "the_page.py"
    program.write_text(page.program, "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "constructs_eic.faststart", str(program)],
        cwd=tmp_path,  # app.synth() writes there
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


@pytest.mark.skipif(CORE == "cdktn", reason="types are checked with cdktf")
def test_the_python_of_all_pages_has_the_right_types(tmp_path: Path) -> None:
    for page in PAGES:
        (tmp_path / f"{page.module_name}.py").write_text(f"{page.program}\n{LENIENT}", "utf-8")
    # With the options of `make types`, this run can use what that one has put into mypy's cache.
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml")),
            *map(str, sorted(tmp_path.glob("*.py"))),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout.replace(f"{tmp_path}/", "")
