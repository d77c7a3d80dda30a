"""Writes the pages: `python -m tools.pages`."""

from __future__ import annotations

from pathlib import Path

from tools.pages import PAGES

if __name__ == "__main__":
    for name, render in PAGES.items():
        (Path("docs") / name).write_text(render(), "utf-8")
