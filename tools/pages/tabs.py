"""The site's tabs: each block that names a framework is shown for cdktn and for cdktf.

A page is written with one of them, which GitHub and the package index show. The other is derived when the site is
built. A block that names no framework, or a page with the comment `<!-- no tabs -->`, stays as it is.
"""

from __future__ import annotations

import re
from textwrap import indent
from typing import Final

from tools.framework import of_framework, shell_of_framework

FRAMEWORKS: Final = ("cdktn", "cdktf")
_OTHERS: Final = {
    "python": of_framework,
    "py": of_framework,
    "shell": shell_of_framework,
    "yaml": shell_of_framework,
}
_BLOCK: Final = re.compile(
    r"^```(?P<language>python|py|shell|yaml)\b.*?\n```$", re.DOTALL | re.MULTILINE
)
_NO_TABS: Final = "<!-- no tabs -->"


def with_tabs(page: str) -> str:
    """The text of a page in Markdown, with tabs."""
    return page if _NO_TABS in page else _BLOCK.sub(_tabs, page)


def _tabs(block: re.Match[str]) -> str:
    of = _OTHERS[block["language"]]
    texts = [of(core, block[0]) for core in FRAMEWORKS]
    if texts[0] == texts[1]:
        return block[0]
    tabs = [
        f'=== "{core}"\n\n{indent(text, "    ")}\n'
        for core, text in zip(FRAMEWORKS, texts, strict=True)
    ]
    return "\n".join(tabs)
