"""Inspects what is published: `python -m tools.dist dist` compares the files, and installs the wheel and the sdist.

Each is installed alone in an environment of its own, on this Python and on the oldest and the newest supported one.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZipFile

from tools import CHECKOUT, interpreters, versions

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = ("constructs_eic",)
# Where the links of the README lead to, for those who have the sdist.
_FOR_READERS = ("CONTRIBUTING.md", "SECURITY.md", "docs", "examples")
_BESIDE_THE_PACKAGE = {
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "PKG-INFO",
    "README.md",
    "pyproject.toml",
}


def main(folder: Path) -> None:
    """Inspect the one wheel and the one sdist in a folder; end with what is wrong."""
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    for path, names, expected in (
        (wheel, _names_in_wheel(wheel), _tracked_files(*_PACKAGE)),
        (sdist, _names_in_sdist(sdist), _tracked_files(*_PACKAGE, *_FOR_READERS)),
    ):
        print(f"{path.name}:", *sorted(names), sep="\n  ")
        problems = list(_problems(names, expected))
        if problems:
            raise SystemExit("\n".join(f"{path.name}: {problem}" for problem in problems))
    version = versions.pyproject()["project"]["version"]
    for python in _pythons():
        for path in (wheel, sdist):
            installed = _version_installed(path, python)
            print(f"{path.name} installs with {python} as version {installed}")
            if installed != version:
                raise SystemExit(f"pyproject.toml says version {version}")


def _tracked_files(*paths: str) -> set[str]:
    """The files below these paths that are in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", *paths],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(listed.stdout.splitlines())


def _names_in_wheel(wheel: Path) -> set[str]:
    return {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}


def _names_in_sdist(sdist: Path) -> set[str]:
    with tarfile.open(sdist) as archive:
        names = {each.name.partition("/")[2] for each in archive.getmembers() if each.isfile()}
    return names - _BESIDE_THE_PACKAGE


def _problems(names: set[str], expected: set[str]) -> Iterator[str]:
    for name in sorted(expected - names):
        yield f"{name} is missing"
    for name in sorted(names - expected):
        yield f"{name} is not one of the files in the repository that are published"


def _pythons() -> Iterator[Path]:
    """This interpreter, and the oldest and the newest supported one as far as this machine has them."""
    own = ".".join(map(str, sys.version_info[:2]))
    yield Path(sys.executable)
    supported = versions.tested()["python"]
    for version in (supported[0], supported[-1]):
        found = interpreters.find(version)
        if found is None:
            print(f"Python {version} is not on this machine: nothing is installed with it")
        elif version != own:
            yield found


def _version_installed(distribution: Path, python: Path) -> str:
    """The version that the package has once it is installed, without extras, in an empty environment."""
    with TemporaryDirectory(prefix="constructs-eic-dist-") as place:
        subprocess.run([python, "-m", "venv", place], check=True)
        own = f"{place}/bin/python"
        constraints = ("--constraint", str(CHECKOUT / "constraints.txt"))
        file = str(distribution.resolve())
        subprocess.run([own, "-m", "pip", "install", "--quiet", *constraints, file], check=True)
        told = subprocess.run(
            [own, "-c", "import constructs_eic; print(constructs_eic.__version__)"],
            cwd=place,
            check=True,
            capture_output=True,
            text=True,
        )
    return told.stdout.strip()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
