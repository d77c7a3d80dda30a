"""The line of its file that a resource is on."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from constructs_eic.checks.rule import Finding

_TOKEN: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|([{}])|\n')


def with_lines(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each with the line of its resource if its file has lines."""
    given = list(findings)
    files: dict[str, list[Finding]] = defaultdict(list)
    for each in given:
        if each.file is not None:
            files[each.file].append(each)
    lines = {file: _lines_of(file) for file in files}
    return [
        replace(each, line=lines[each.file].get(each.address)) if each.file is not None else each
        for each in given
    ]


def _lines_of(file: str) -> Mapping[str, int]:
    """The line of each resource by its address: one pass over the text."""
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    found: dict[str, int] = {}
    line, key = 1, ""
    path: list[str] = []
    for token in _TOKEN.finditer(text):
        name, colon, brace = token.groups()
        if brace == "{":
            path.append(key)
            key = ""
        elif brace == "}":
            key = path.pop() if path else ""  # the next block of a list has the same key
        elif colon:
            key = name
            if len(path) == 3 and path[1] in ("resource", "data"):
                prefix = "data." if path[1] == "data" else ""
                found.setdefault(f"{prefix}{path[2]}.{name}", line)
        line += token[0].count("\n")
    return found
