"""Runs apps in separate processes, because fast start changes a whole process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import TYPE_CHECKING

from tests.framework import of_this_framework

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[3]
_CACHE = TemporaryDirectory(prefix="constructs-eic-jsii-")
# Where jsii unpacks packages on Linux: with the AWS package that takes long. Old releases read no empty text here.
USER_CACHE = {
    "JSII_RUNTIME_PACKAGE_CACHE_ROOT": str(
        Path.home() / ".cache" / "aws" / "jsii" / "package-cache"
    )
}
ENABLE = "from constructs_eic import faststart; faststart.enable()\n"


def run(
    folder: Path,
    app: str,
    *arguments: str,
    root: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Write `app`, which is written with cdktf, into `folder` and run it there with the tests' framework."""
    (folder / "main.py").write_text(of_this_framework(dedent(app)))
    return python(folder, "main.py", *arguments, root=root, environment=environment)


def python(
    folder: Path,
    *arguments: str,
    root: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**variables(root), **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def variables(root: Path = ROOT) -> dict[str, str]:
    """The environment of an app."""
    return {
        **os.environ,
        "PYTHONPATH": str(root),
        # Toys are distinguished by their content: no other test run must find one.
        "JSII_RUNTIME_PACKAGE_CACHE_ROOT": _CACHE.name,
    }


def output(child: subprocess.CompletedProcess[str]) -> str:
    """What a child printed that succeeded without warnings."""
    # jsii puts a frame like this around its messages about the version of Node.
    lines = child.stderr.splitlines()
    complaints = [line for line in lines if line and not line.startswith(("!!", "b'!!"))]
    assert (child.returncode, complaints) == (0, [])
    return child.stdout


def warnings(child: subprocess.CompletedProcess[str]) -> list[str]:
    """The fast start warnings of a child that succeeded."""
    assert child.returncode == 0, child.stderr
    return [line for line in child.stderr.splitlines() if "FastStartWarning" in line]
