"""The Python of a page: its blocks in order, as one program."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

# A block in an HTML comment is not shown: what a page leaves to the reader, such as a function of theirs.
_BLOCK = re.compile(
    r"^(?:```python|<!-- python)\n(?P<code>.*?)^(?:```|-->)$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Page:
    """A page of the documentation.

    Attributes:
        path: Where it is.
        program: Its Python, with each line where it stands in the page.
    """

    path: Path
    program: str

    @property
    def name(self) -> str:
        """The page's path in the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module_name(self) -> str:
        """A name for the program as a module."""
        return "page_" + re.sub(r"\W", "_", self.name.removesuffix(".md"))


def pages_with_python() -> list[Page]:
    """Every page that has a block of Python."""
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    pages = (Page(path, _program(path.read_text("utf-8"))) for path in sorted(paths))
    return [page for page in pages if page.program]


def _program(text: str) -> str:
    lines: list[str] = []
    for block in _BLOCK.finditer(text):
        first = text.count("\n", 0, block.start("code"))
        lines.extend([""] * (first - len(lines)))
        lines.extend(block["code"].splitlines())
    return "\n".join(lines)
