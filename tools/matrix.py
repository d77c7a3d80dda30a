"""Runs a command on every supported Python of this machine: `python -m tools.matrix make unit`.

`PYTHON=...` with the path of the interpreter is added to the command. What is missing is said at the end.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools import CHECKOUT, interpreters, versions

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class Outcome:
    """What became of each version.

    Attributes:
        passed: The versions on which the command succeeded.
        failed: Those on which it did not.
        missing: Those of which this machine has no interpreter.
    """

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        parts = (f"{name}: {', '.join(found)}" for name, found in vars(self).items() if found)
        return "; ".join(parts)


def run(command: Sequence[str], supported: Sequence[str]) -> Outcome:
    """Run `command` on each of the `supported` versions that this machine has."""
    outcome = Outcome()
    for version in supported:
        python = interpreters.find(version)
        if python is None:
            outcome.missing.append(version)
            continue
        print(f"Python {version}: {python}", flush=True)
        ran = subprocess.run([*command, f"PYTHON={python}"], cwd=CHECKOUT, check=False)
        (outcome.failed if ran.returncode else outcome.passed).append(version)
    return outcome


def main(command: Sequence[str]) -> None:
    """Run the command; exit with 1 if it failed on a version, or if none was found."""
    outcome = run(command, versions.tested()["python"])
    print(f"Python {outcome}")
    sys.exit(1 if outcome.failed or not outcome.passed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
