"""The versions that the package is tested with, from versions.toml."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tools import CHECKOUT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def tested() -> dict[str, Any]:
    """What versions.toml says."""
    return _read(Path(__file__).with_name("versions.toml"))


def pyproject() -> dict[str, Any]:
    """What pyproject.toml says."""
    return _read(CHECKOUT / "pyproject.toml")


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    return content
