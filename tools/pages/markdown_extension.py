"""The extension of Markdown that shows the tabs, and a pipe in the code of a table, for zensical.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from tools.pages.table_pipes import with_pipes
from tools.pages.tabs import with_tabs

if TYPE_CHECKING:
    from markdown import Markdown

_BEFORE_FENCES: Final = 27  # superfences, which take the blocks away, have 25
_AFTER_FENCES: Final = 24


class _Tabs(Preprocessor):  # type: ignore[misc]
    def run(self, lines: list[str]) -> list[str]:
        return with_tabs("\n".join(lines)).split("\n")


class _Pipes(Preprocessor):  # type: ignore[misc]
    def run(self, lines: list[str]) -> list[str]:
        return [with_pipes(line) for line in lines]


class SiteExtension(Extension):  # type: ignore[misc]
    """The extension, which zensical.toml names."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the preprocessors."""
        md.preprocessors.register(_Tabs(md), "frameworks", _BEFORE_FENCES)
        md.preprocessors.register(_Pipes(md), "pipes", _AFTER_FENCES)


def makeExtension(**options: object) -> SiteExtension:  # noqa: N802 - Markdown's name
    """The extension, as Markdown asks for it."""
    return SiteExtension(**options)
