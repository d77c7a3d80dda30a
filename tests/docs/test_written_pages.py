"""The pages that are written from the code are up to date: `python -m tools.pages` writes them."""

from __future__ import annotations

import pytest

from tests.docs.pages import ROOT
from tools.pages import PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_says(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == PAGES[name]()
