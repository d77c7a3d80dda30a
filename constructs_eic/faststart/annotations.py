"""Shows the annotations of an app, as the command of its framework does.

Without that command, an app writes them into its manifest, where nobody reads them.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Set by the framework's command, which shows annotations.
SHOWN_BY_COMMAND = "CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS"
# Set by an app that has shown them, to its process id: the processes that it starts inherit the variable.
SHOWN_BY_PROCESS = "CDKTF_ANNOTATIONS_SHOWN"
# Set by `verify`, which compares what the app itself writes.
NOT_SHOWN = "CONSTRUCTS_EIC_FASTSTART_VERIFY"
_LEVELS = {"@cdktf/info": "INFO", "@cdktf/warn": "WARN", "@cdktf/error": "ERROR"}


class _Shown:
    """What is shown in this process.

    Attributes:
        is_so: Whether annotations are shown when the app has ended.
        folder: Where Node notes each manifest that it writes; `None` before it starts.
    """

    is_so = False
    folder: TemporaryDirectory[str] | None = None


def noted_in() -> str | None:
    """The file in which Node is to note each manifest that it writes; `None` if nobody reads it."""
    if not _Shown.is_so:
        return None
    if _Shown.folder is None:
        _Shown.folder = TemporaryDirectory(prefix="faststart-", ignore_cleanup_errors=True)
    return str(Path(_Shown.folder.name, "manifests"))


@contextmanager
def annotations_shown() -> Iterator[None]:
    """Write the annotations to stderr if an app is synthesized meanwhile."""
    usual = Path(os.environ.get("CDKTF_OUTDIR", "cdktf.out"), "manifest.json").absolute()
    before = _written(usual)
    _Shown.is_so = True
    try:
        yield
    finally:
        written = [usual] if _written(usual) != before else []
        written += _noted_manifests()
        if sys.stderr and not _are_shown_elsewhere():
            for manifest in dict.fromkeys(each.resolve() for each in written):
                sys.stderr.writelines(f"{each}\n" for each in _annotations(manifest))


def _noted_manifests() -> list[Path]:
    if _Shown.folder is None:
        return []
    with _Shown.folder as folder:
        noted = Path(folder, "manifests")
        return [*map(Path, noted.read_text("utf-8").splitlines())] if noted.exists() else []


def _are_shown_elsewhere() -> bool:
    by_app = os.environ.get(SHOWN_BY_PROCESS) == str(os.getpid())
    return by_app or any(map(os.environ.get, (SHOWN_BY_COMMAND, NOT_SHOWN)))


def _written(manifest: Path) -> int | None:
    try:
        return manifest.stat().st_mtime_ns
    except OSError:
        return None


def _annotations(manifest: Path) -> Iterator[str]:
    try:
        for stack in json.loads(manifest.read_bytes())["stacks"].values():
            for each in stack["annotations"]:
                level = _LEVELS.get(each["level"], each["level"])
                yield f"{level} [{each['constructPath']}]: {each['message']}"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return  # not what cdktf and cdktn write
