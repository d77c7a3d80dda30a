"""The Python of every page has the right types and runs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import ROOT, Page, pages_with_python

if TYPE_CHECKING:
    from pathlib import Path

PAGES = pages_with_python()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_of_a_page_runs(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # app.synth() writes here
    namespace = {"__name__": "__main__", "__file__": str(tmp_path / "main.py")}
    exec(compile(page.program, str(page.path), "exec"), namespace)  # noqa: S102 - the page's own


def test_the_python_of_all_pages_has_the_right_types(tmp_path: Path) -> None:
    for page in PAGES:
        (tmp_path / f"{page.module_name}.py").write_text(page.program, "utf-8")
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml")),
            *("--disable-error-code", "no-untyped-def", *map(str, sorted(tmp_path.glob("*.py")))),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout.replace(f"{tmp_path}/", "")
