"""Writes the pages into a folder: `python -m tools.pages docs`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.pages import command, errors, examples, reference

PAGES = {
    "command.md": command.render,
    "errors.md": errors.render,
    "examples.md": examples.render,
    "reference.md": reference.render,
    "whole-app.md": examples.render_whole_app,
}


def main(folder: Path) -> None:
    """Write every page, its code formatted like the rest."""
    paths = [folder / name for name in PAGES]
    for path in paths:
        path.write_text(PAGES[path.name](), "utf-8")
    ruff = [sys.executable, "-m", "ruff", "format", "--quiet", "--config", "pyproject.toml"]
    subprocess.run([*ruff, *paths], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
