"""A pipe in the code of a table.

GitHub needs a backslash before it, which Python-Markdown would show.
Source: "Tables (extension)" in the GitHub Flavored Markdown Spec.
"""

from __future__ import annotations

import re
from typing import Final

_CODE: Final = re.compile(r"`[^`]+`")


def with_pipes(line: str) -> str:
    r"""A line of a page, with the pipes in its code as Python-Markdown takes them.

    >>> with_pipes(r"| `str \| None` | a name |")
    '| `str | None` | a name |'
    >>> print(with_pipes(r"not a table: `a \| b`"))
    not a table: `a \| b`
    """
    if not line.startswith("|"):
        return line
    return _CODE.sub(lambda code: code[0].replace(r"\|", "|"), line)
