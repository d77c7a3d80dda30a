"""Environments as users have them: the package as a wheel, with one extra or more, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Environment:
    """A virtual environment.

    Attributes:
        python: Its interpreter.
    """

    python: Path

    def run(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run its Python with arguments, in a folder."""
        return subprocess.run(
            [str(self.python), *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Environment]:
    """An environment with the wheel and these extras, such as `cdktf,cli`; each is created once."""
    folder = tmp_path_factory.mktemp("environments")
    _pip(Path(sys.executable), "wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    [wheel] = folder.glob("constructs_eic-*.whl")

    @cache
    def with_extras(extras: str) -> Environment:
        place = folder / extras.replace(",", "-")
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        environment = Environment(place / "bin" / "python")
        file = os.environ.get(
            "CONSTRAINTS", str(ROOT / "constraints.txt")
        )  # `make newest` has none
        constraints = ("--constraint", file) if file else ()
        _pip(environment.python, "install", "--no-compile", *constraints, f"{wheel}[{extras}]")
        return environment

    return with_extras


def _pip(python: Path, *arguments: str) -> None:
    subprocess.run([str(python), "-m", "pip", "--quiet", *arguments], check=True)
