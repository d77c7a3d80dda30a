"""Mirrors are found where software is installed for all users, and nowhere else."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import pytest

from tools import mirrors
from tools.mirrors import mirror_in

if TYPE_CHECKING:
    from pathlib import Path

TARGET = mirrors.target()
PACKAGES = "registry.terraform.io/hashicorp/aws"


def unpacked(folder: Path, version: str, target: str = TARGET) -> None:
    package = folder / PACKAGES / version / target
    package.mkdir(parents=True)
    (package / f"terraform-provider-aws_v{version}").touch()


def packed(folder: Path, version: str, target: str = TARGET) -> None:
    packages = folder / PACKAGES
    packages.mkdir(parents=True, exist_ok=True)
    (packages / f"terraform-provider-aws_{version}_{target}.zip").touch()


def test_both_layouts_of_a_mirror_are_read(tmp_path: Path) -> None:
    unpacked(tmp_path, "5.9.0")
    packed(tmp_path, "5.100.0")
    packed(tmp_path, "6.0.0", "plan9_arm")

    mirror = mirror_in(tmp_path)

    assert mirror is not None
    assert mirror.versions == {"5.9.0", "5.100.0"}
    assert mirror.newest == "5.100.0"


def test_a_release_is_newer_than_its_candidates(tmp_path: Path) -> None:
    for version in ("6.0.0", "6.0.0-beta2", "5.100.0"):
        packed(tmp_path, version)

    mirror = mirror_in(tmp_path)

    assert mirror is not None
    assert mirror.newest == "6.0.0"


@pytest.mark.parametrize("where", ["", "tf-plugins", "share/terraform/plugins"])
def test_a_mirror_is_found_at_the_depths_where_software_is_installed(
    tmp_path: Path, where: str
) -> None:
    unpacked(tmp_path / where, "5.100.0")

    mirror = mirrors.installed([str(tmp_path / "absent"), str(tmp_path)])

    assert mirror is not None
    assert mirror.folder == tmp_path / where


def test_a_cache_in_a_home_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    unpacked(tmp_path / "user" / "cache", "5.100.0")
    unpacked(tmp_path / "service" / ".terraform.d" / "plugin-cache", "5.100.0")

    assert mirrors.installed([str(tmp_path)]) is None


def test_a_mirror_for_other_platforms_is_passed_over(tmp_path: Path) -> None:
    unpacked(tmp_path / "a", "5.100.0", "plan9_arm")
    (tmp_path / "b" / PACKAGES / "5.100.0" / TARGET).mkdir(parents=True)  # empty
    unpacked(tmp_path / "c", "5.99.0")

    mirror = mirrors.installed([str(tmp_path)])

    assert mirror is not None
    assert mirror.folder == tmp_path / "c"


@pytest.mark.parametrize(
    ("system", "machine", "expected"),
    [
        ("Linux", "x86_64", "linux_amd64"),
        ("Linux", "aarch64", "linux_arm64"),
        ("Darwin", "arm64", "darwin_arm64"),
        ("Windows", "AMD64", "windows_amd64"),
    ],
)
def test_platforms_have_the_names_that_terraform_gives_them(
    system: str, machine: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)

    assert mirrors.target() == expected
