"""The Python interpreters of this machine: those on `PATH`, and those of pyenv."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# What `make` needs an interpreter for: an environment with pip.
_PROBE = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"


def find(version: str) -> Path | None:
    """The first interpreter of a version such as `3.14` that works and can create environments, if there is one."""
    return next((path for path in _candidates(version) if _version_of(path) == version), None)


def _candidates(version: str) -> Iterator[Path]:
    folders = [Path(each) for each in os.environ.get("PATH", os.defpath).split(os.pathsep)]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders += sorted(pyenv.glob(f"versions/{version}*/bin"), reverse=True)
    for folder in folders:
        path = folder / f"python{version}"
        if os.access(path, os.X_OK):
            yield path


def _version_of(path: Path) -> str | None:
    """The version that an interpreter says it has; pyenv's shims fail if the version is not selected."""
    try:
        ran = subprocess.run(
            [path, "-c", _PROBE], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ran.stdout.strip() or None
