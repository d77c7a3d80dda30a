"""Reads what cdktf and cdktn write about a construct into the comment (`//`) of its resource."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# `Stack.create (/app/main.py:12:5)`, and Python's own `File "/app/main.py", line 12, in create`.
_FRAME: Final = re.compile(r"([^\s()\"']+\.py)(?::|[\"'], line )(\d+)")
_INSTALLED: Final = re.compile(r"[/\\](?:site|dist)-packages[/\\]")


def metadata_of(comment: object) -> Mapping[str, object]:
    """The metadata in a comment."""
    metadata = comment.get("metadata") if isinstance(comment, dict) else None
    return metadata if isinstance(metadata, dict) else {}


def created_at(comment: object) -> str | None:
    """The first line of the app's own Python code in a recorded stack trace, such as `main.py:12`.

    cdktf 0.21 and cdktn 0.24 have a place for a stack trace, and record none for an app in Python.
    """
    trace = metadata_of(comment).get("stackTrace")
    for frame in trace if isinstance(trace, list) else []:
        found = _FRAME.search(str(frame))
        if found and not _INSTALLED.search(found[1]):
            return f"{_shortened(Path(found[1]))}:{found[2]}"
    return None


def _shortened(file: Path) -> Path:
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file
