"""The main example as a cdktf project in a folder of its own, synthesized with the real CLI."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from demo.shell import Shell
from tools import CHECKOUT, terraform

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STACK = "destinations"
_CONSTRUCT = f"{STACK}/async/"
_CLI = CHECKOUT / "node_modules" / ".bin" / "cdktf"
_MAIN = CHECKOUT / "examples" / STACK / "main.py"


class Project:
    """One cdktf project; a state that `cdktf deploy` left in the checkout is not touched.

    Args:
        folder: Where it is made; the folder exists.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stack = folder / "cdktf.out" / "stacks" / STACK
        settings = json.loads((CHECKOUT / "cdktf.json").read_text())
        app = f'"{sys.executable}" -m constructs_eic.faststart "{_MAIN}"'
        (folder / "cdktf.json").write_text(json.dumps({**settings, "app": app}))

    def cdktf(self, *arguments: str, environment: Mapping[str, str]) -> str:
        """Run the CLI; without its plugin cache, it writes nothing into the user's home."""
        quiet = {"CHECKPOINT_DISABLE": "1", "CDKTF_DISABLE_PLUGIN_CACHE_ENV": "1"}
        return Shell(self.folder, {**environment, **quiet}).run(str(_CLI), *arguments)

    def synth(self) -> None:
        """Write Terraform's JSON."""
        self.cdktf("synth", environment={"PATH": terraform.search_path()})

    def written_by_the_construct(self) -> dict[str, dict[str, Any]]:
        """The construct's part of that JSON: its data sources and resources."""
        document = json.loads((self.stack / "cdk.tf.json").read_text())
        return {kind: _below_the_construct(document[kind]) for kind in ("data", "resource")}


def _below_the_construct(types: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """The elements that the construct made, without cdktf's metadata."""
    made: dict[str, Any] = {}
    for type_, elements in types.items():
        for name, arguments in elements.items():
            if arguments["//"]["metadata"]["path"].startswith(_CONSTRUCT):
                shown = {key: value for key, value in arguments.items() if key != "//"}
                made.setdefault(type_, {})[name] = shown
    return made
