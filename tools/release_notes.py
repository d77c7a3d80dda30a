"""What the changelog says of this version: `python -m tools.release_notes`."""

from __future__ import annotations

import re
import sys

from tools import CHECKOUT, versions


def cut(changelog: str, version: str) -> str:
    """The text below the heading of `version`, up to the next version.

    Raises:
        ValueError: there is no such heading, or nothing is below it.
    """
    heading = rf"^## {re.escape(version)} \([^)]*\)\n(.*?)(?=^## |\Z)"
    found = re.search(heading, changelog, re.MULTILINE | re.DOTALL)
    if found is None or not found[1].strip():
        raise ValueError(f"the changelog has nothing under a heading such as ## {version} (date)")
    return f"{found[1].strip()}\n"


def main() -> None:
    """Print the section of the version in pyproject.toml."""
    version: str = versions.pyproject()["project"]["version"]
    try:
        print(cut((CHECKOUT / "CHANGELOG.md").read_text("utf-8"), version), end="")
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
