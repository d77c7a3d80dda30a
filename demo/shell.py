"""Runs commands quietly: their output is shown only if they fail."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from typing import TYPE_CHECKING

from demo.narration import DemoError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LINES_SHOWN = 40


class Shell:
    """Runs commands in one folder, with variables in addition to those of this process."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = {**os.environ, **environment}

    def run(self, *command: str) -> str:
        """Run `command` to its end and return its output.

        Raises:
            DemoError: with the output, if the exit code is not 0.
        """
        with subprocess.Popen(
            command,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                output, _ = process.communicate()
            except BaseException:
                os.killpg(process.pid, signal.SIGTERM)
                raise
        if process.returncode != 0:
            raise DemoError(
                f"{' '.join(command)} ended with {process.returncode}\n{_readable(output)}"
            )
        return output


def _readable(output: str) -> str:
    """The last lines of `output`, without colors and spinners."""
    plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", output)
    lines = [
        line
        for line in plain.splitlines()
        if line.strip() and not re.match(r"[\u2800-\u28ff]", line)
    ]
    return "\n".join(lines[-_LINES_SHOWN:])
