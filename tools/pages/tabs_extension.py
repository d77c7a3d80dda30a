"""The extension of Markdown that shows the tabs, for zensical.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from tools.pages.tabs import with_tabs

if TYPE_CHECKING:
    from markdown import Markdown

_BEFORE_FENCES: Final = 27  # superfences, which take the blocks away, have 25


class _Tabs(Preprocessor):  # type: ignore[misc]
    def run(self, lines: list[str]) -> list[str]:
        return with_tabs("\n".join(lines)).split("\n")


class TabsExtension(Extension):  # type: ignore[misc]
    """The extension, which zensical.toml names."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the preprocessor."""
        md.preprocessors.register(_Tabs(md), "frameworks", _BEFORE_FENCES)


def makeExtension(**options: object) -> TabsExtension:  # noqa: N802 - Markdown's name
    """The extension, as Markdown asks for it."""
    return TabsExtension(**options)
