"""The Python in README and docs is Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks() -> list[tuple[str, str]]:
    return [
        (page.name, block)
        for page in PAGES
        for block in re.findall(
            r"^```python\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE
        )
    ]


@pytest.mark.parametrize(("page", "block"), blocks(), ids=lambda text: text[:40])
def test_every_block_of_python_compiles(page: str, block: str) -> None:
    compile(block, page, "exec")
