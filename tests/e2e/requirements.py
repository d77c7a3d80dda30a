"""What this suite requires: if it is missing, the test is skipped, which is a failure on CI."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn

import pytest

import tools.aws_provider
import tools.terraform
from tools import Unavailable
from tools.aws_provider import ProviderSource
from tools.framework import CLI

if TYPE_CHECKING:
    from types import ModuleType


_FOUND: pytest.StashKey[ProviderSource | Unavailable] = pytest.StashKey()


def terraform() -> str:
    """The path of the `terraform` executable."""
    try:
        return tools.terraform.executable()
    except Unavailable as unavailable:
        lacking(str(unavailable))


def aws_provider(config: pytest.Config) -> ProviderSource:
    """Where Terraform gets the AWS provider."""
    found = _found(config)
    if isinstance(found, Unavailable):
        lacking(str(found))
    return found


def _found(config: pytest.Config) -> ProviderSource | Unavailable:
    """Determined once per process."""
    if _FOUND not in config.stash:
        folder = TemporaryDirectory(prefix="constructs-eic-e2e-")
        config.add_cleanup(folder.cleanup)
        try:
            config.stash[_FOUND] = tools.aws_provider.find(Path(folder.name))
        except Unavailable as unavailable:
            config.stash[_FOUND] = unavailable
    return config.stash[_FOUND]


def notes(config: pytest.Config) -> tuple[str, ...]:
    """What a user should know about the AWS provider that was found."""
    found = config.stash.get(_FOUND, None)
    return found.notes if isinstance(found, ProviderSource) else ()


def prepare(config: pytest.Config) -> None:
    """Look for the AWS provider; end the run if it is missing and nothing may be skipped."""
    if isinstance(_found(config), Unavailable) and _is_ci():
        aws_provider(config)


def cli() -> str:
    if not CLI.exists():
        lacking(f"the {CLI.name} CLI is not installed in node_modules")
    return str(CLI)


def boto3() -> ModuleType:
    return _module("boto3")


def ministack() -> str:
    _module("ministack")
    beside = Path(sys.executable).with_name("ministack")
    return str(beside) if beside.exists() else shutil.which("ministack") or lacking("no ministack")


def lacking(reason: str) -> NoReturn:
    """Skip the test; if `CI` is set, nothing may be left untested, and the run ends as failed."""
    if _is_ci():
        pytest.exit(f"{reason}. Nothing is skipped where CI is set.", returncode=1)
    pytest.skip(reason)


def _is_ci() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def _module(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        lacking(f"{name} is not installed (dependency group e2e)")
