"""A proof that an app writes the same with fast start as without: it is run both ways and all of it is compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING

from constructs_eic.faststart.annotations import NOT_SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_STATUS, _STDOUT, _STDERR = "exit status", "stdout", "stderr"
# Folders that jsii and fast start make for one run.
_TEMPORARY = re.compile(rf"{re.escape(str(Path(gettempdir())))}/[^/\s'\"]+")
# A set of two has its elements in the same order in every other run.
_PLAIN_RUNS = 3
_LINES = 6
_LONGEST = 200
_LONGEST_OUTPUT = 2000


class VerificationError(RuntimeError):
    """The app fails by itself."""


@dataclass(frozen=True)
class Difference:
    """A difference between what an app writes with fast start and without.

    Attributes:
        of: A file, relative to the output directory, or `exit status`, `stdout` or `stderr`.
        lines: The first lines that differ: `-` for those of the plain run, `+` for those with fast start.
        is_between_plain_runs: Whether two plain runs differ there, too: the app writes a time, or something random.
    """

    of: str
    lines: tuple[str, ...]
    is_between_plain_runs: bool

    def __str__(self) -> str:
        own = " (two plain runs differ there, too: the app itself does not always write the same)"
        head = f"{self.of} differs{own if self.is_between_plain_runs else ''}"
        return "\n".join([head, *(f"  {line}" for line in self.lines)])


def verify(
    *arguments: str,
    output: str | os.PathLike[str] = "cdktf.out",
    folder: str | os.PathLike[str] = ".",
    python: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[Difference, ...]:
    """Run an app with fast start and without, each in a process of its own, and compare all that it writes.

    Compared are every file in the output directory, the exit status, stdout and stderr. If something differs, the
    app is run up to three times more without fast start, to find out what differs without it, too.

    Args:
        arguments: What follows `python`, as in `verify("main.py")` or `verify("-m", "app", "prod")`.
        output: The directory that the app synthesizes into, if it does not honour `CDKTF_OUTDIR`.
        folder: Where the app is run.
        python: The interpreter. Default: that of this process.
        environment: The variables of the app. Default: those of this process.

    Returns:
        What differs; nothing if fast start makes no difference.

    Raises:
        VerificationError: The app fails, with fast start and without.

    Examples:
        ```python
        from constructs_eic.faststart import verify


        def test_fast_start_makes_no_difference() -> None:
            assert not verify("main.py")
        ```
    """
    interpreter = python or sys.executable
    app = _App(
        arguments, Path(folder, output), Path(folder), interpreter, environment or os.environ
    )
    plain, fast = app.run(fast=False), app.run(fast=True)
    if plain[_STATUS] == fast[_STATUS] != b"0":
        raise VerificationError(
            f"the app fails without fast start, too, which proves little; exit status {plain[_STATUS].decode()}:\n"
            f"{plain[_STDERR].decode()[-_LONGEST_OUTPUT:]}"
        )
    differing = _differing(plain, fast)
    own: set[str] = set()
    for _ in range(_PLAIN_RUNS):
        if not differing <= own:
            own |= _differing(plain, app.run(fast=False))
    return tuple(
        Difference(
            of,
            tuple(_changed_lines(plain.get(of), fast.get(of))),
            is_between_plain_runs=of in own,
        )
        for of in sorted(differing)
    )


def _differing(one: Mapping[str, bytes], another: Mapping[str, bytes]) -> set[str]:
    return {of for of in one.keys() | another.keys() if one.get(of) != another.get(of)}


@dataclass(frozen=True)
class _App:
    arguments: tuple[str, ...]
    output: Path
    folder: Path
    python: str
    environment: Mapping[str, str]

    def run(self, *, fast: bool) -> dict[str, bytes]:
        """Return what one run writes, by what it is."""
        before = _times(self.output)
        with TemporaryDirectory(prefix="faststart-verify-") as written:
            done = subprocess.run(  # noqa: S603 - the app that is to be run
                [
                    self.python,
                    *(["-m", "constructs_eic.faststart"] if fast else []),
                    *self.arguments,
                ],
                cwd=self.folder,
                env={
                    **self.environment,
                    "CONSTRUCTS_EIC_FASTSTART": "1" if fast else "0",
                    "CDKTF_OUTDIR": written,
                    NOT_SHOWN: "1",
                },
                capture_output=True,
                check=False,
            )
            files = _files(Path(written))
        own = {
            name: text
            for name, text in _files(self.output).items()
            if name in _newer(self.output, before)
        }
        return {
            **(files or own),
            _STATUS: str(done.returncode).encode(),
            _STDOUT: _without_temporary(done.stdout),
            _STDERR: _without_temporary(done.stderr),
        }


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _times(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


def _newer(folder: Path, before: Mapping[str, int]) -> set[str]:
    """The files that were written since."""
    return {name for name, time in _times(folder).items() if before.get(name) != time}


def _without_temporary(text: bytes) -> bytes:
    return _TEMPORARY.sub(f"{gettempdir()}/…", text.decode(errors="backslashreplace")).encode()


def _changed_lines(plain: bytes | None, fast: bytes | None) -> Iterator[str]:
    """The first lines that differ, or which of the two is not there."""
    if plain is None or fast is None:
        yield f"only {'with fast start' if plain is None else 'without fast start'}"
        return
    one, another = (text.decode(errors="backslashreplace").splitlines() for text in (plain, fast))
    lines = [line for line in unified_diff(one, another, n=0, lineterm="") if _is_changed(line)]
    for line in lines[:_LINES]:
        yield line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
    if len(lines) > _LINES:
        yield f"… and {len(lines) - _LINES} more"
    if not lines:
        yield "only the ends of lines differ"


def _is_changed(line: str) -> bool:
    return line.startswith(("-", "+")) and not line.startswith(("---", "+++"))
