"""The framework of this environment, cdktf or cdktn, and what an app or a shell block is with the other."""

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
_CLI_VERSIONS = {"cdktf": "0.21", "cdktn": "0.24"}
CLI = CHECKOUT / "node_modules" / ".bin" / CORE
"""The framework's command line."""


def of_this_framework(source: str) -> str:
    """The source of an app that is written with either framework, rewritten for this one."""
    return of_framework(CORE, source)


def of_framework(core: str, source: str) -> str:
    """The source of an app that is written with either framework, rewritten for `core`."""
    moved = re.sub(rf"\b({'|'.join(_BINDINGS.values())})\b", _BINDINGS[core], source)
    return re.sub(r"^(\s*(?:from|import) )cdkt[fn]\b", rf"\1{core}", moved, flags=re.MULTILINE)


def shell_of_framework(core: str, commands: str) -> str:
    """Shell commands that use either framework, rewritten for `core`; names of files are the same for both.

    >>> shell_of_framework("cdktn", "pip install 'constructs-eic[cdktf]' && cdktf synth && ls cdktf.out")
    "pip install 'constructs-eic[cdktn]' && cdktn synth && ls cdktf.out"
    """
    with_version = re.sub(r"\bcdkt[fn]-cli@[\d.]+", f"{core}-cli@{_CLI_VERSIONS[core]}", commands)
    return re.sub(r"\bcdkt[fn]\b(?!\.|[\w-]*=)", core, with_version)


def copy_example(name: str, folder: Path) -> Path:
    """Copy the example `name` into `folder`, rewritten for this framework; return the app's file."""
    shutil.copytree(CHECKOUT / "examples" / name, folder, dirs_exist_ok=True)
    main = folder / "main.py"
    main.write_text(of_this_framework(main.read_text("utf-8")), "utf-8")
    return main
