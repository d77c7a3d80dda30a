"""What the changelog says of this version: `python -m tools.release_notes`.

With a tag, `python -m tools.release_notes v1.2.3` ends with an error unless this tag is to release the version.
"""

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


def check_tag(tag: str, changelog: str, version: str) -> None:
    """Check that a tag releases `version`.

    Raises:
        ValueError: the tag is of another version, or the changelog says that this one is not released.
    """
    if tag != f"v{version}":
        raise ValueError(f"the tag is {tag}, and the version in pyproject.toml is {version}")
    if not re.search(rf"^## {re.escape(version)} \(\d{{4}}-\d\d-\d\d\)$", changelog, re.MULTILINE):
        raise ValueError(
            f"the heading of {version} in the changelog has no date such as 2026-12-31"
        )


def main(*tag: str) -> None:
    """Print the section of the version in pyproject.toml; with a tag, if this releases the version."""
    version: str = versions.pyproject()["project"]["version"]
    changelog = (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
    try:
        for each in tag:
            check_tag(each, changelog, version)
        print(cut(changelog, version), end="")
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
