"""Every public name has its entry in the reference."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from tests.docs.pages import ROOT

MODULES = [
    "constructs_eic",
    "constructs_eic.checks",
    "constructs_eic.faststart",
    "constructs_eic.records",
    "constructs_eic.testing",
]
ENTRIES = {
    entry
    for page in (ROOT / "docs" / "api").glob("*.md")
    for entry in re.findall(r"^::: ([\w.]+)$", page.read_text("utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_has_an_entry(module: str) -> None:
    names: list[str] = import_module(module).__all__
    documented = {entry.rpartition(".")[2] for entry in ENTRIES}
    assert [name for name in names if name not in documented] == []


def test_every_entry_is_a_public_name() -> None:
    public = {f"{module}.{name}" for module in MODULES for name in import_module(module).__all__}
    assert public >= ENTRIES


PAGE = (ROOT / "docs" / "reference.md").read_text("utf-8")
SECTIONS = re.split(r"^### `", PAGE, flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.partition("`")[0])
def test_an_entry_can_be_read_in_a_clone(section: str) -> None:
    code = re.compile(r"^```\w+\n.*?^```$", re.MULTILINE | re.DOTALL)
    prose = code.sub("", section.partition("\n")[2])
    assert "```" not in prose, "a block of code does not end where it begins"
    assert re.search(r"^\w", prose, re.MULTILINE), "nothing says what it is"
    assert not re.search(r"\|\s*\|$", prose, re.MULTILINE), "an argument has no meaning"
    assert not re.search(r"^- .* - `", prose, re.MULTILINE), "a list is on one line"
    assert not re.search(r"\w::$", prose, re.MULTILINE), "this is reStructuredText"
