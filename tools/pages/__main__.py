"""Writes the pages and their pictures into a folder: `python -m tools.pages docs`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.pages import command, errors, examples, reference
from tools.pages.pictures import life_of_an_event, map_of_shop

PAGES = {
    "command.md": command.render,
    "errors.md": errors.render,
    "examples.md": examples.render,
    "reference.md": reference.render,
    "whole-app.md": examples.render_whole_app,
    "life-of-an-event.svg": life_of_an_event.wide,
    "life-of-an-event-narrow.svg": life_of_an_event.narrow,
    "map.svg": map_of_shop.draw,
}


def main(folder: Path) -> None:
    """Write every page, its code formatted like the rest, and the pictures."""
    paths = [folder / name for name in PAGES]
    for path in paths:
        path.write_text(PAGES[path.name](), "utf-8")
    ruff = [sys.executable, "-m", "ruff", "format", "--quiet", "--config", "pyproject.toml"]
    subprocess.run([*ruff, *(each for each in paths if each.suffix == ".md")], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
