"""Run a CDKTF app with fast start: `python -m constructs_eic.faststart main.py [arguments]`."""

from __future__ import annotations

import builtins
import runpy
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from constructs_eic.faststart import enable
from constructs_eic.faststart.annotations import annotations_shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

USAGE = "usage: python -m constructs_eic.faststart (FILE | -m MODULE) [ARGUMENT ...]\n"


def main(arguments: Sequence[str]) -> int:
    """Run a file or a module the way `python` would, after `enable()`.

    Args:
        arguments: What followed `python -m constructs_eic.faststart`.

    Returns:
        The status to exit with, if the app itself does not exit.
    """
    module: str | None = None
    match arguments:
        case ["-h" | "--help", *_]:
            sys.stdout.write(USAGE)
            return 0
        case ["-m", str(module), *rest]:
            sys.argv = [module, *rest]
        case [file, *rest] if not file.startswith("-"):
            sys.argv = [file, *rest]
        case _:
            sys.stderr.write(USAGE)
            return 2
    enable()
    try:
        with annotations_shown():
            if module is None:
                _run_file(Path(file))
            else:
                runpy.run_module(module, run_name="__main__", alter_sys=True)
    except Exception as error:
        # To its author, the app is run by `python`: the code that runs it here is of no interest.
        error.__traceback__ = _within_app(error.__traceback__)
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return 0


def _run_file(file: Path) -> None:
    try:
        source = file.read_bytes()
    except OSError as error:
        sys.stderr.write(f"can't open file {str(file)!r}: {error.strerror}\n")
        raise SystemExit(2) from None
    path = str(file.absolute())
    app = ModuleType("__main__")
    vars(app).update(
        __builtins__=builtins,
        __file__=path,
        __loader__=SourceFileLoader("__main__", path),
    )
    if sys.version_info < (3, 15):  # a module has no such attribute from then on
        vars(app)["__cached__"] = None
    sys.modules["__main__"] = app
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = str(file.resolve().parent)
    exec(compile(source, path, "exec", dont_inherit=True), vars(app))  # noqa: S102 - what it is for


def _within_app(traceback: TracebackType | None) -> TracebackType | None:
    ours = {__file__, runpy.run_module.__code__.co_filename}
    while traceback is not None and traceback.tb_frame.f_code.co_filename in ours:
        traceback = traceback.tb_next
    return traceback


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
