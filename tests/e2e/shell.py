"""A user's shell: the framework's CLI, Terraform and the command, with AWS being the emulator."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e import requirements
from tools import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Shell:
    """Runs one command line after the other.

    Args:
        environment: What points Terraform and AWS clients at the emulator, in addition to the process's variables.
    """

    environment: Mapping[str, str]

    def run(self, line: str, folder: Path) -> str:
        """Run `line` in `folder`, and return what it printed; a command that fails fails the test."""
        tools = (Path(sys.executable).parent, Path(requirements.cli()).parent)
        finished = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", line],
            cwd=folder,
            env={
                **os.environ,
                **self.environment,
                "PATH": os.pathsep.join([*map(str, tools), os.environ["PATH"]]),
                "PYTHONPATH": str(CHECKOUT),
                "TF_DATA_DIR": ".terraform",
                "TF_CLI_ARGS_plan": "-no-color",
                "TF_CLI_ARGS_apply": "-no-color",
                "CHECKPOINT_DISABLE": "1",
                "CDKTF_DISABLE_PLUGIN_CACHE_ENV": "1",
                "CI": "true",  # without this, the output is full of spinners
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, f"{line}\n{finished.stdout}"
        return finished.stdout
