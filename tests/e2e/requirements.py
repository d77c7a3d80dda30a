"""What this suite needs around it: found, or the test is skipped, which on CI is a failure."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from types import ModuleType

CHECKOUT = Path(__file__).parents[2]


def terraform() -> str:
    return shutil.which("terraform") or lacking("terraform is not on PATH")


def cdktf_cli() -> str:
    found = CHECKOUT / "node_modules" / ".bin" / "cdktf"
    if not found.exists():
        lacking("the cdktf CLI is not installed in node_modules")
    return str(found)


def boto3() -> ModuleType:
    return _module("boto3")


def ministack() -> str:
    _module("ministack")
    beside = Path(sys.executable).with_name("ministack")
    return str(beside) if beside.exists() else shutil.which("ministack") or lacking("no ministack")


def lacking(reason: str) -> NoReturn:
    """Skip the test; where `CI` is set, nothing may be left untested, and so it fails."""
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail(f"{reason}, and on CI nothing is skipped", pytrace=False)
    pytest.skip(reason)


def _module(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        lacking(f"{name} is not installed (dependency group e2e)")
