"""The table of rooms in CONTRIBUTING.md: `python -m tools.pages.rooms` writes it from the tree.

The order is that of the layers in pyproject.toml: a room imports only from rooms below it, as import-linter checks.
What a room is about is the first sentence of its docstring.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from tools import CHECKOUT, versions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = CHECKOUT / "CONTRIBUTING.md"
PACKAGE = CHECKOUT / "constructs_eic"
_TABLE = re.compile(r"(?<=<!-- rooms -->\n).*?(?=<!-- end of rooms -->)", re.DOTALL)


def table() -> str:
    """The table in Markdown: every module and package directly in the package, and every package below."""
    rows = "".join(f"| `{name}` | {subject} |\n" for name, subject in _rooms())
    return f"\n| room | subject |\n|---|---|\n{rows}\n"


def in_page(page: str) -> str:
    """The table as it stands in `page`."""
    found = _TABLE.search(page)
    if found is None:
        raise ValueError("the comments that mark the table of rooms are gone")
    return found[0]


def layers() -> list[list[str]]:
    """The rooms from top to bottom as pyproject.toml names them; those on one floor do not know each other."""
    contracts = versions.pyproject()["tool"]["importlinter"]["contracts"]
    (contract,) = (each for each in contracts if each["type"] == "layers")
    return [re.findall(r"\w+", floor) for floor in contract["layers"]]


def _rooms() -> Iterator[tuple[str, str]]:
    for name in (name for floor in layers() for name in floor):
        for path in sorted((PACKAGE / name).rglob("__init__.py")):
            yield f"{path.parent.relative_to(PACKAGE).as_posix()}/", _subject(path)
        module = PACKAGE / f"{name}.py"
        if module.exists():
            yield module.name, _subject(module)


def _subject(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    paragraph = " ".join(docstring.partition("\n\n")[0].split())
    return re.split(r"[.;](?=\s|$)", paragraph)[0]


def main() -> None:
    """Write the table into CONTRIBUTING.md."""
    page = PAGE.read_text("utf-8")
    PAGE.write_text(_TABLE.sub(lambda _: table(), page), "utf-8")


if __name__ == "__main__":
    main()
