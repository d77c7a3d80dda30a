"""The main example as a project in a separate folder, synthesized with the framework's own CLI."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from demo.narration import DemoError
from demo.shell import Shell
from tools import CHECKOUT, terraform
from tools.framework import CLI, copy_example

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STACK = "destinations"
# The construct's own scope, and what it puts into the stack, where configurations share it.
_CONSTRUCT = (f"{STACK}/async/", f"{STACK}/EventBus-", f"{STACK}/Policy-")


class Project:
    """One project with a copy of the example; the checkout is not touched.

    Args:
        folder: Where it is created; the folder must exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stack = folder / "cdktf.out" / "stacks" / STACK
        self.main = copy_example(STACK, folder)
        settings = json.loads((CHECKOUT / "cdktf.json").read_text())
        app = f'"{sys.executable}" -m constructs_eic.faststart "{self.main}"'
        (folder / "cdktf.json").write_text(json.dumps({**settings, "app": app}))

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a piece of a file's text.

        Raises:
            DemoError: The file does not have it, or has it more than once.
        """
        path = self.folder / file
        text = path.read_text()
        if text.count(old) != 1:
            raise DemoError(f"{file} of the example has {old!r} {text.count(old)} times, not once")
        path.write_text(text.replace(old, new))

    def cli(self, *arguments: str, environment: Mapping[str, str]) -> str:
        """Run the CLI; without its plugin cache, it writes nothing into the user's home."""
        quiet = {"CHECKPOINT_DISABLE": "1", "CDKTF_DISABLE_PLUGIN_CACHE_ENV": "1"}
        return Shell(self.folder, {**environment, **quiet}).run(str(CLI), *arguments)

    def synth(self) -> None:
        """Write Terraform's JSON."""
        self.cli("synth", environment={"PATH": terraform.search_path()})

    def written_by_the_construct(self) -> dict[str, dict[str, Any]]:
        """The construct's part of that JSON: its data sources and resources."""
        document = json.loads((self.stack / "cdk.tf.json").read_text())
        return {kind: _below_the_construct(document[kind]) for kind in ("data", "resource")}


def _below_the_construct(types: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """The elements that the construct created, without the framework's metadata."""
    made: dict[str, Any] = {}
    for type_, elements in types.items():
        for name, arguments in elements.items():
            if arguments["//"]["metadata"]["path"].startswith(_CONSTRUCT):
                shown = {key: value for key, value in arguments.items() if key != "//"}
                made.setdefault(type_, {})[name] = shown
    return made
