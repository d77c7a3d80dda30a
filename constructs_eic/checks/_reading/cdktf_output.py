"""The output folder of cdktf or cdktn: which stacks the app has, and what its constructs remark.

The manifest names the stacks of the last synthesis. The folder of a stack that the app no longer has stays, if the
app was run without the framework's command.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._reading.document import UnreadableError, object_in_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_LEVELS: Final = {"@cdktf/info": "INFO", "@cdktf/warn": "WARN", "@cdktf/error": "ERROR"}


@dataclass(frozen=True)
class Annotation:
    """An annotation of a construct.

    Attributes:
        level: `INFO`, `WARN` or `ERROR`.
        path: The construct's path.
        message: The remark.

    Examples:
        >>> print(Annotation("WARN", "shop/async", "the queue is in another region"))
        WARN [shop/async]: the queue is in another region
    """

    level: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.level} [{self.path}]: {self.message}"


@dataclass(frozen=True)
class Output:
    """The content of an output folder.

    Attributes:
        stacks: The file of each stack of the app, by the stack's name.
        stale: The folders of stacks that the app no longer has.
        annotations: What its constructs remark.
    """

    stacks: Sequence[Path]
    stale: Sequence[Path]
    annotations: Sequence[Annotation]


def output_in(folder: Path) -> Output | None:
    """The output in a folder that has a manifest; `None` if there is no manifest.

    Raises:
        UnreadableError: the manifest cannot be read, or names a file that does not exist.
    """
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return None
    entries = object_in_file(manifest).get("stacks")
    if not isinstance(entries, dict):
        return None  # the manifest of something else
    stacks = [_stack(folder, entries[name]) for name in sorted(entries)]
    absent = [each for each in stacks if not each.is_file()]
    if absent:
        raise UnreadableError(
            f"{manifest}: it names {', '.join(map(str, absent))}, which cannot be found; synthesize the app again"
        )
    stale = [
        each
        for each in sorted((folder / "stacks").glob("*"))
        if any(each.glob("*.tf.json")) and each not in {stack.parent for stack in stacks}
    ]
    return Output(
        stacks, stale, [each for name in sorted(entries) for each in _remarks(entries[name])]
    )


def output_folder(project: Path) -> Path:
    """Return where the app of a project is synthesized to: `output` in `cdktf.json`, else `cdktf.out`."""
    try:
        settings: Mapping[str, object] = json.loads((project / "cdktf.json").read_bytes())
        return project / str(settings.get("output", "cdktf.out"))
    except (OSError, ValueError, AttributeError):
        return project / "cdktf.out"


def _stack(folder: Path, entry: object) -> Path:
    written = entry.get("synthesizedStackPath") if isinstance(entry, dict) else None
    # Windows writes backslashes, also for a check that runs elsewhere.
    return folder / str(written).replace("\\", "/")


def _remarks(entry: object) -> Iterator[Annotation]:
    written = entry.get("annotations") if isinstance(entry, dict) else None
    for each in written if isinstance(written, list) else []:
        if isinstance(each, dict):
            level = str(each.get("level"))
            yield Annotation(
                _LEVELS.get(level, level), str(each.get("constructPath")), str(each.get("message"))
            )
