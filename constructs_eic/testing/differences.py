"""Finds what differs between two snapshots, by resource."""

from __future__ import annotations

import re
from difflib import unified_diff
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_INDENT = 2
_OPENING = re.compile(r' *(?:"(.*)": )?[{\[]$')
_CLOSING = re.compile(r" *[}\]],?$")


def differences(before: str, after: str) -> Iterator[str]:
    """Every changed line with three lines of context, below the address of the resource that they are in."""
    old, new = _by_address(before), _by_address(after)
    for address in old | new:
        # The first two lines would name files.
        for line in list(unified_diff(old.get(address, []), new.get(address, []), lineterm=""))[2:]:
            yield address if line.startswith("@@") else line


def _by_address(text: str) -> dict[str, list[str]]:
    # A bracket's indent shows what it belongs to. Those of a resource and of what is around it are left out.
    lines: dict[str, list[str]] = {}
    keys: list[str] = []
    for line in text.splitlines():
        outside = max((len(line) - len(line.lstrip())) // _INDENT - 1, 0)
        opening, closing = _OPENING.match(line), _CLOSING.match(line)
        if not closing:
            keys = [*keys[:outside], *([opening[1] or ""] if opening else [])]
        # An app's snapshot has a document for each stack; that of a part may have only types and names.
        length = next((at + 3 for at, key in enumerate(keys[:2]) if key in {"resource", "data"}), 2)
        if len(keys) > length or not (opening or closing):
            address = ".".join(key for key in keys[:length] if key not in {"", "resource"})
            lines.setdefault(address, []).append(line)
        if closing:
            keys = keys[:outside]
    return lines
