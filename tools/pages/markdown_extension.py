"""The extension of Markdown that shows the tabs, a pipe in the code of a table, and options, for zensical.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from tools.pages.table_pipes import with_pipes
from tools.pages.tabs import with_tabs

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

_BEFORE_FENCES: Final = 27  # superfences, which take the blocks away, have 25
_AFTER_FENCES: Final = 24
_AFTER_INLINE: Final = 15  # inline code has 20
_LONGEST_ON_ONE_LINE: Final = 24


class _Tabs(Preprocessor):  # type: ignore[misc]
    def run(self, lines: list[str]) -> list[str]:
        return with_tabs("\n".join(lines)).split("\n")


class _Pipes(Preprocessor):  # type: ignore[misc]
    def run(self, lines: list[str]) -> list[str]:
        return [with_pipes(line) for line in lines]


class _Options(Treeprocessor):  # type: ignore[misc]
    """Keeps a browser from breaking a line after a hyphen of `--format json`."""

    def run(self, root: Element) -> None:
        for code in root.iter("code"):
            text = "".join(code.itertext())
            if "-" in text and len(text) <= _LONGEST_ON_ONE_LINE:
                code.set("class", "one-line")


class SiteExtension(Extension):  # type: ignore[misc]
    """The extension, which zensical.toml names."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the processors."""
        md.preprocessors.register(_Tabs(md), "frameworks", _BEFORE_FENCES)
        md.preprocessors.register(_Pipes(md), "pipes", _AFTER_FENCES)
        md.treeprocessors.register(_Options(md), "options", _AFTER_INLINE)


def makeExtension(**options: object) -> SiteExtension:  # noqa: N802 - Markdown's name
    """The extension, as Markdown asks for it."""
    return SiteExtension(**options)
