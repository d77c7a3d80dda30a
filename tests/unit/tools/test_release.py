"""A release: the version stands once, and its notes are what the changelog says of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

import constructs_eic
from tools import CHECKOUT, dist, release_notes, versions

if TYPE_CHECKING:
    from pathlib import Path

VERSION = versions.pyproject()["project"]["version"]
CHANGELOG = """\
# Changelog

## 0.2.0 (2026-12-01)

- One.
- Two,
  in two lines.

## 0.2 (unreleased)

- Of another version.
"""


def test_the_notes_are_the_section_of_the_version() -> None:
    assert release_notes.cut(CHANGELOG, "0.2.0") == "- One.\n- Two,\n  in two lines.\n"
    assert release_notes.cut(CHANGELOG, "0.2") == "- Of another version.\n"


@pytest.mark.parametrize(
    "changelog", [CHANGELOG, "## 0.3.0 (today)\n\n", "## 0.3.0 (today)\n## 0.2.0 (x)\n- y\n"]
)
def test_a_version_without_notes_is_not_released(changelog: str) -> None:
    with pytest.raises(ValueError, match=r"nothing under a heading such as ## 0\.3\.0 \(date\)"):
        release_notes.cut(changelog, "0.3.0")


def test_a_tag_releases_its_version_once_the_changelog_has_the_date() -> None:
    release_notes.check_tag("v0.2.0", CHANGELOG, "0.2.0")
    with pytest.raises(ValueError, match=r"the tag is v0\.2\.1, and the version in .* is 0\.2\.0"):
        release_notes.check_tag("v0.2.1", CHANGELOG, "0.2.0")
    with pytest.raises(ValueError, match=r"the heading of 0\.2 in the changelog has no date"):
        release_notes.check_tag("v0.2", CHANGELOG, "0.2")


def test_this_version_has_notes() -> None:
    changelog = (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
    assert release_notes.cut(changelog, VERSION).startswith("- ")
    assert changelog.split("## ")[1].startswith(f"{VERSION} (")


FRESH_MACHINE = """\
#!/bin/sh
case "$*" in
    "-m venv "*) mkdir -p "$3/bin" && ln -s "$0" "$3/bin/python" ;;
    "-m pip "*) ;;
    *) exec %s "$@" ;;
esac
"""


def test_the_notes_are_all_that_is_written_in_a_checkout_without_environment(
    tmp_path: Path,
) -> None:
    checkout, machine = tmp_path / "checkout", tmp_path / "bin"
    shutil.copytree(CHECKOUT / "tools", checkout / "tools")
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "CHANGELOG.md"):
        shutil.copy(CHECKOUT / name, checkout)
    machine.mkdir()
    python = machine / "python3"
    python.write_text(FRESH_MACHINE % sys.executable)
    python.chmod(0o755)
    notes = subprocess.run(
        ["make", "release-notes"],
        cwd=checkout,
        env={"PATH": f"{machine}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    changelog = (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
    assert notes.stdout == release_notes.cut(changelog, VERSION)
    assert f"Installing {checkout}/.venv" in notes.stderr


def test_the_version_stands_once() -> None:
    # The tests have versions of examples, and tools/versions.toml has those of other packages.
    files = ["*.py", "*.toml", ":!tests", ":!tools/versions.toml"]
    named = subprocess.run(
        ["git", "grep", "--fixed-strings", "--name-only", f'"{VERSION}"', "--", *files],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert named.stdout.split() == ["pyproject.toml"]
    assert constructs_eic.__version__ == VERSION


def test_what_the_readme_links_is_in_the_sdist() -> None:
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    links = set(re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", readme))
    included = versions.pyproject()["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {f"/{link.partition('/')[0]}" for link in links} <= set(included)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A wheel that lacks a file, and an sdist that has one too many."""
    with ZipFile(tmp_path / "constructs_eic-0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("constructs_eic/__init__.py", "")
        wheel.writestr("constructs_eic-0.dist-info/METADATA", "")
    extra = tmp_path / "secret.txt"
    extra.write_text("")
    with tarfile.open(tmp_path / "constructs_eic-0.tar.gz", "w:gz") as sdist:
        sdist.add(extra, "constructs_eic-0/secret.txt")
    return tmp_path


def test_a_file_that_is_missing_in_the_wheel_is_found(published: Path) -> None:
    with pytest.raises(SystemExit, match=r"\.whl: constructs_eic/alarms.py is missing"):
        dist.main(published)


def test_a_file_that_does_not_belong_in_the_sdist_is_found(published: Path) -> None:
    wheel = published / "constructs_eic-0-py3-none-any.whl"
    tracked = subprocess.run(
        ["git", "ls-files", "constructs_eic"], cwd=CHECKOUT, capture_output=True, text=True
    ).stdout.splitlines()
    with ZipFile(wheel, "w") as archive:
        for name in tracked:
            archive.writestr(name, "")
    with pytest.raises(SystemExit, match=r"\.gz: secret.txt is not one of the files"):
        dist.main(published)
