"""A docstring in Google's style, taken apart as the page of the reference shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from inspect import cleandoc
from typing import Final

_SECTION: Final = re.compile(
    r"^(Args|Attributes|Returns|Yields|Raises|Warns|Examples):$", re.MULTILINE
)
_ENTRY: Final = re.compile(
    r"^(?P<name>\*{0,2}[\w.]+): (?P<text>.*?)(?=^\S|\Z)", re.DOTALL | re.MULTILINE
)
_ITEM: Final = re.compile(r"\n(?=- )")


@dataclass(frozen=True)
class Docstring:
    """The parts of a docstring.

    Attributes:
        text: The summary and the paragraphs after it.
        entries: By section, the name and the text of each entry.
        sections: By section, its whole text.
        source: Where AWS's or Terraform's documentation says it; empty if the docstring does not say.
    """

    text: str
    entries: dict[str, dict[str, str]] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    source: str = ""

    @classmethod
    def read(cls, docstring: str | None) -> Docstring:
        r"""Take a docstring apart.

        >>> read = Docstring.read("It adds.\n\nArgs:\n    a: One\n        number.\n\nSource: a page.")
        >>> read.text, read.entries["Args"], read.source
        ('It adds.', {'a': 'One number.'}, 'a page.')
        """
        body, _, source = cleandoc(docstring or "").partition("\nSource: ")
        text, *parts = _SECTION.split(body)
        sections = {
            name: cleandoc(f"\n{part}") for name, part in zip(parts[::2], parts[1::2], strict=True)
        }
        entries = {
            name: {entry["name"]: one_line(entry["text"]) for entry in _ENTRY.finditer(part)}
            for name, part in sections.items()
        }
        return cls(text.strip(), entries, sections, one_line(source))

    @property
    def summary(self) -> str:
        """The first paragraph."""
        return one_line(self.text.partition("\n\n")[0])

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs, each on one line; of a list, each item."""
        return [
            "\n".join(map(one_line, _ITEM.split(each))) for each in self.text.split("\n\n") if each
        ]


def one_line(text: str) -> str:
    """`text` without its line breaks."""
    return " ".join(text.split())
