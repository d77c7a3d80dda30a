"""The place of a finding, in the forms that reports need."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constructs_eic.checks.rule import Finding


def place_of(finding: Finding) -> tuple[str, int | None] | None:
    """The file and line to show: those of the code if the framework recorded them, else those of the document."""
    if finding.created_at is not None:
        file, _, line = finding.created_at.rpartition(":")
        return file, int(line)
    if finding.file is None or finding.file == "<stdin>":
        return None
    return finding.file, finding.line


def path_in_repository(file: str) -> str:
    """The path with slashes, relative to the current folder if it is in there."""
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()


def name_of(finding: Finding) -> str:
    """Return what a finding is about, as its author knows it."""
    return finding.construct_path or finding.address


def with_fingerprints(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with a text that identifies it from commit to commit, even if its line changes."""
    seen: Counter[str] = Counter()
    for finding in findings:
        identity = f"{finding.rule} {finding.stack} {finding.address} {finding.message}"
        seen[identity] += 1
        if seen[identity] > 1:
            identity = f"{identity} {seen[identity]}"
        yield finding, sha256(identity.encode()).hexdigest()
