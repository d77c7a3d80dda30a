"""Inspect what is published: `python -m tools.dist dist` compares the files, and installs the wheel alone."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from tools import CHECKOUT

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
    expected = _tracked_files()
    in_wheel = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    with tarfile.open(sdist) as archive:
        in_sdist = {each.name.partition("/")[2] for each in archive.getmembers() if each.isfile()}
    for title, names in (("wheel", in_wheel), ("sdist", in_sdist - _BESIDE_THE_PACKAGE)):
        print(f"{title}: {len(names)} files of the package")
        for name in sorted(expected - names):
            raise SystemExit(f"{name} is not in the {title}")
        for name in sorted(names - expected):
            raise SystemExit(f"{name} is in the {title}, and not one of the package's files")
    print(f"installed alone, the wheel is version {_version_installed(wheel)}")


def _tracked_files() -> set[str]:
    """The files of the package that are in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "constructs_eic"],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    return set(listed.stdout.splitlines())


def _version_installed(wheel: Path) -> str:
    """The version that the package has when it is installed, without extras, in an empty environment."""
    with TemporaryDirectory(prefix="constructs-eic-dist-") as place:
        venv.create(place, with_pip=True)
        python = f"{place}/bin/python"
        constraints = ("--constraint", str(CHECKOUT / "constraints.txt"))
        install = [python, "-m", "pip", "install", "--quiet", *constraints, str(wheel.resolve())]
        subprocess.run(install, check=True)
        told = subprocess.run(
            [python, "-c", "import constructs_eic; print(constructs_eic.__version__)"],
            cwd=place,
            check=True,
            capture_output=True,
            text=True,
        )
    return told.stdout.strip()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
