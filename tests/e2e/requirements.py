"""What this suite needs around it: found, or the test is skipped, which on CI is a failure."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

import tools.terraform
from tools import CHECKOUT, Unavailable, aws_provider

if TYPE_CHECKING:
    from types import ModuleType

    from tools.aws_provider import ProviderSource


def terraform() -> str:
    """The path of the `terraform` executable."""
    try:
        return tools.terraform.executable()
    except Unavailable as unavailable:
        lacking(str(unavailable))


def terraform_with_its_provider(folder: Path) -> ProviderSource:
    """Terraform, and where it gets the AWS provider; `folder` is where a CLI configuration is written."""
    try:
        return aws_provider.find(folder)
    except Unavailable as unavailable:
        lacking(str(unavailable))


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
    """Skip the test; where `CI` is set, nothing may be left untested, and the run ends as failed."""
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.exit(f"{reason}. Nothing is skipped where CI is set.", returncode=1)
    pytest.skip(reason)


def _module(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        lacking(f"{name} is not installed (dependency group e2e)")
