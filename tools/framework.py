"""The framework of this environment, cdktf or cdktn, and the move of an app from one to the other."""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tools import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

CORE = "cdktn" if find_spec("cdktn") else "cdktf"
_BINDINGS = {"cdktf": "cdktf_cdktf_provider_aws", "cdktn": "cdktn_provider_aws"}
BINDINGS = _BINDINGS[CORE]
CLI = CHECKOUT / "node_modules" / ".bin" / CORE
"""The framework's command line."""


def of_this_framework(source: str) -> str:
    """The source of an app that is written with cdktf, rewritten for this framework."""
    return of_framework(CORE, source)


def of_framework(core: str, source: str) -> str:
    """The source of an app that is written with cdktf, rewritten for `core`."""
    moved = re.sub(r"\bcdktf_cdktf_provider_aws\b", _BINDINGS[core], source)
    return re.sub(r"^(\s*(?:from|import) )cdktf\b", rf"\1{core}", moved, flags=re.MULTILINE)


def copy_example(name: str, folder: Path) -> Path:
    """Copy the example `name` into `folder`, rewritten for this framework; return the app's file."""
    shutil.copytree(CHECKOUT / "examples" / name, folder, dirs_exist_ok=True)
    main = folder / "main.py"
    main.write_text(of_this_framework(main.read_text("utf-8")), "utf-8")
    return main
