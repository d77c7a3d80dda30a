"""The Terraform on `PATH` takes precedence over the one that this checkout has from PyPI."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools import Unavailable, terraform

if TYPE_CHECKING:
    from pathlib import Path


def script(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "terraform"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on `PATH`; the checkout's and Python's own are empty."""
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setattr(terraform, "FOLDER", tmp_path / "checkout")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    return tmp_path / "path"


def test_the_one_on_path_is_taken_first(on_path: Path) -> None:
    script(terraform.FOLDER)
    expected = script(on_path)

    assert terraform.executable() == str(expected)


@pytest.mark.usefixtures("on_path")
def test_the_one_of_the_checkout_is_taken_where_path_has_none() -> None:
    expected = script(terraform.FOLDER)

    assert terraform.executable() == str(expected)


@pytest.mark.usefixtures("on_path")
def test_none_at_all_is_said() -> None:
    with pytest.raises(Unavailable, match="no Terraform on PATH"):
        terraform.executable()
