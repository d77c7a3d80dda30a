"""`constructs-eic` as a user runs it: the command is shown, then its output."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from demo.narration import DemoError

if TYPE_CHECKING:
    from collections.abc import Mapping

_WITHIN_SECONDS = 120


def constructs_eic(
    folder: Path, *arguments: str, status: int = 0, environment: Mapping[str, str] | None = None
) -> str:
    """Run the command in `folder` and return its output.

    Raises:
        DemoError: It ended with a status other than `status`.
    """
    print(f"$ constructs-eic {shlex.join(arguments)}", flush=True)
    done = subprocess.run(
        [str(Path(sys.executable).with_name("constructs-eic")), *arguments],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_WITHIN_SECONDS,
    )
    print("".join(f"  {line}\n" for line in done.stdout.splitlines()), end="", flush=True)
    if done.returncode != status:
        raise DemoError(f"constructs-eic {arguments[0]} ended with {done.returncode}, not {status}")
    return done.stdout
