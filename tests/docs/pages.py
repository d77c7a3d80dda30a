"""The code blocks of a page: its Python, in order, as one program; its consoles; its shell commands."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.framework import of_this_framework

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]

# Code that another test runs, such as the examples of the rules, is in a block "py".
# A block in an HTML comment is not shown: it has what a page leaves to readers, such as their own function.
_BLOCK = re.compile(
    r'^(?:```|<!-- )python(?: title="(?P<title>[^"]+)")?\n(?P<code>.*?)^(?:```|-->)$',
    re.DOTALL | re.MULTILINE,
)
_CONSOLE = re.compile(r"^```console\n\$ constructs-eic (.*?)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SHELL = re.compile(r"^( *)```shell\n(?P<text>.*?)^\1```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Page:
    """A page of the documentation.

    Attributes:
        path: Where it is.
        program: Its Python for the framework of this environment, with each line at its position in the page.
        files: The blocks with a title, which is the name of a file, by that title.
    """

    path: Path
    program: str
    files: Mapping[str, str]

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
    pages = (read_page(path) for path in sorted(paths))
    return [page for page in pages if page.program]


def read_page(path: Path) -> Page:
    """A page, whether or not it has a block of Python."""
    text = path.read_text("utf-8")
    titled = {
        block["title"]: of_this_framework(block["code"])
        for block in _BLOCK.finditer(text)
        if block["title"]
    }
    return Page(path, of_this_framework(_program(text)), titled)


def _program(text: str) -> str:
    lines: list[str] = []
    for block in _BLOCK.finditer(text):
        first = text.count("\n", 0, block.start("code"))
        lines.extend([""] * (first - len(lines)))
        lines.extend(block["code"].splitlines())
    return "\n".join(lines)


def consoles_of(name: str) -> list[tuple[str, str]]:
    """The commands that a page shows in blocks "console", without `constructs-eic`, each with its output."""
    return _CONSOLE.findall((ROOT / "docs" / name).read_text("utf-8"))


@dataclass(frozen=True)
class ShellBlock:
    """A block of shell commands.

    Attributes:
        name: The page's path in the repository.
        line: Where it is in the page.
        text: The commands.
    """

    name: str
    line: int
    text: str

    @property
    def commands(self) -> list[list[str]]:
        """The commands as words, those of a pipe separately; without variables, comments and redirections."""
        found = []
        for line in self.text.replace("\\\n", " ").splitlines():
            words = shlex.split(line.partition(">")[0], comments=True)
            while words:
                end = words.index("|") if "|" in words else len(words)
                command = [each for each in words[:end] if not re.match(r"[A-Z_]+=", each)]
                found.append(command)
                words = words[end + 1 :]
        return [each for each in found if each]


def shell_blocks() -> Iterator[ShellBlock]:
    """The blocks of shell commands of all pages."""
    for path in sorted(
        [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("examples/*/*.md")]
    ):
        text = path.read_text("utf-8")
        for block in _SHELL.finditer(text):
            line = text.count("\n", 0, block.start()) + 1
            yield ShellBlock(path.relative_to(ROOT).as_posix(), line, block["text"])
