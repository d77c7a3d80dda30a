"""`make matrix` finds the interpreters of this machine, and only those that work."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools import interpreters, matrix

if TYPE_CHECKING:
    from pathlib import Path


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a shim for 3.41 that does not work, 3.42 in pyenv, and 3.43 whose name is wrong."""
    script(tmp_path / "shims" / "python3.41", "echo 'python3.41: command not found' >&2; exit 127")
    monkeypatch.setenv("PATH", f"{tmp_path / 'shims'}:/usr/bin:/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    script(tmp_path / "pyenv/versions/3.42.1/bin/python3.42", "echo 3.42")
    script(tmp_path / "shims" / "python3.43", "echo 3.9")
    return tmp_path


def test_an_interpreter_of_pyenv_is_found(machine: Path) -> None:
    assert interpreters.find("3.42") == machine / "pyenv/versions/3.42.1/bin/python3.42"


@pytest.mark.parametrize("version", ["3.41", "3.43", "3.44"])
def test_what_does_not_work_or_is_another_version_is_missing(version: str) -> None:
    assert interpreters.find(version) is None


def test_this_interpreter_is_found(machine: Path) -> None:
    version = ".".join(map(str, sys.version_info[:2]))
    script(machine / "shims" / f"python{version}", f'exec {sys.executable} "$@"')
    assert interpreters.find(version) == machine / "shims" / f"python{version}"


def test_the_matrix_says_what_passed_what_failed_and_what_is_missing(
    machine: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    script(machine / "pyenv/versions/3.45.0/bin/python3.45", "echo 3.45")
    command = ["sh", "-c", 'case "$0" in *3.45*) exit 1;; esac; echo "ran with $0"']
    outcome = matrix.run(command, ["3.41", "3.42", "3.45"])
    assert str(outcome) == "passed: 3.42; failed: 3.45; missing: 3.41"
    assert (
        f"ran with PYTHON={machine}/pyenv/versions/3.42.1/bin/python3.42" in capfd.readouterr()[0]
    )
