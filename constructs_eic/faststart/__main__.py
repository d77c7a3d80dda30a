"""Run a CDKTF app with fast start: `python -m constructs_eic.faststart main.py [arguments]`."""

from __future__ import annotations

import builtins
import runpy
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from constructs_eic.faststart import enable
from constructs_eic.faststart.annotations import annotations_shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

USAGE = """\
usage: python -m constructs_eic.faststart (FILE | -m MODULE) [ARGUMENT ...]
       python -m constructs_eic.faststart --verify [--output FOLDER] (FILE | -m MODULE) [ARGUMENT ...]

Run a CDKTF or CDKTN app with fast start.

--verify          run it with fast start and without, and compare every file of its output, exit
                  status, stdout and stderr; exit with 1 if something differs
--output FOLDER   where the app synthesizes into, if not where CDKTF_OUTDIR says (default: cdktf.out)
"""


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
        case ["--verify", "--output", output, *app] if app:
            return _verify(app, output)
        case ["--verify", *app] if app and app[0] != "--output":
            return _verify(app, "cdktf.out")
        case ["-m", str(module), *rest]:
            sys.argv = [module, *rest]
        case [file, *rest] if not file.startswith("-"):
            sys.argv = [file, *rest]
        case _:
            sys.stderr.write(USAGE)
            return 2
    enable()
    # pytest would warn: this package has a pytest plugin, and is imported before pytest can rewrite its asserts.
    package = sys.modules[__package__.partition(".")[0]]
    package.__doc__ = f"{package.__doc__}\nPYTEST_DONT_REWRITE"
    try:
        with annotations_shown():
            if module is None:
                _run_path(Path(file))
            else:
                runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit:
        raise
    except BaseException as error:
        _show_as_python_does(error)
        raise
    return 0


def _verify(app: Sequence[str], output: str) -> int:
    from constructs_eic.faststart.verification import VerificationError, verify

    try:
        differences = verify(*app, output=output)
    except VerificationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for difference in differences:
        sys.stdout.write(f"{difference}\n")
    if not differences:
        sys.stdout.write("No difference: fast start makes the app write the same.\n")
    return 1 if differences else 0


def _run_path(path: Path) -> None:
    """Run a file, or the `__main__` of a folder or zip file."""
    if path.is_dir() or (path.suffix != ".py" and _is_zip(path)):
        _run_main_of(path)
    else:
        _run_file(path)


def _is_zip(path: Path) -> bool:
    from zipfile import is_zipfile  # takes time to import

    return is_zipfile(path)


def _run_main_of(path: Path) -> None:
    sys.path[0] = str(path.absolute())
    del sys.modules["__main__"]
    spec = find_spec("__main__")
    if spec is None or spec.loader is None:
        sys.stderr.write(f"can't find '__main__' module in {str(path)!r}\n")
        raise SystemExit(1)
    app = module_from_spec(spec)
    sys.modules["__main__"] = app
    spec.loader.exec_module(app)


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


def _show_as_python_does(error: BaseException) -> None:
    """Let Python show `error`, with which it will end, as it shows that of an app that it runs itself."""
    show = sys.excepthook

    def show_without_our_frames(
        kind: type[BaseException], error: BaseException, _: TracebackType | None
    ) -> None:
        sys.excepthook = show
        _take_out_our_frames(error)
        show(kind, error, error.__traceback__)

    sys.excepthook = show_without_our_frames


def _take_out_our_frames(error: BaseException) -> None:
    """Take the frames of fast start out of `error` and of what led to it: to its author, `python` runs the app."""
    chain: list[BaseException | None] = [error]
    seen: set[int] = set()
    while chain:
        each = chain.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            each.__traceback__ = _within_app(each.__traceback__)
            chain += [each.__cause__, each.__context__]


def _within_app(traceback: TracebackType | None) -> TracebackType | None:
    frames: list[TracebackType] = []
    while traceback is not None:
        if not _is_ours(traceback) and (frames or not _is_of_python(traceback)):
            frames.append(traceback)
        traceback = traceback.tb_next
    for one, following in zip(frames, [*frames[1:], None], strict=False):
        one.tb_next = following
    return frames[0] if frames else None


def _is_ours(traceback: TracebackType) -> bool:
    return traceback.tb_frame.f_code.co_filename.startswith(str(Path(__file__).parent))


def _is_of_python(traceback: TracebackType) -> bool:
    """Return whether it is of the code with which Python runs modules."""
    name = traceback.tb_frame.f_code.co_filename
    return name == runpy.run_module.__code__.co_filename or name.startswith("<frozen importlib")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
