"""Run a provider package so that each submodule is imported when it is first used."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING

from constructs_eic.faststart.python.deferred import defer_module, import_deferred, is_deferred
from constructs_eic.faststart.python.layout import UnknownLayoutError, read_layout
from constructs_eic.faststart.python.resolution import resolve_on_demand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.abc import Loader
    from types import CodeType, ModuleType

    from constructs_eic.faststart.python.layout import Layout


class _HeadLoader(SourceFileLoader):
    """Runs the head of a package's file under the file's name and line numbers."""

    def __init__(self, plain: SourceFileLoader, layout: Layout) -> None:
        super().__init__(plain.name, plain.path)
        self._layout = layout

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self._layout.head, self.get_filename(fullname))


def run_package(module: ModuleType, plain: Loader) -> list[str] | None:
    """Run a package, deferred if its layout is known, and otherwise in the usual way.

    Args:
        module: The package, not run yet or, for a reload, run before.
        plain: The loader that Python would run it with.

    Returns:
        Why all of it was imported; nothing if it was not; `None` if there is nothing to
        defer.
    """
    name = module.__name__
    if name in _run_plainly:
        plain.exec_module(module)
        return None
    # On a reload, the package publishes what it has: that must not cause an import first.
    for attribute in ("__getattr__", "__dir__"):
        vars(module).pop(attribute, None)
    try:
        source, layout = _read(module, plain)
    except Exception as error:
        with _left_alone(name):
            plain.exec_module(module)
        return [f"in Python: {error}"]
    if layout is None or not layout.submodules:
        plain.exec_module(module)
        return None if layout is None else []
    _HeadLoader(source, layout).exec_module(module)
    try:
        _defer_submodules(module, layout.submodules)
    except Exception as error:
        for submodule in layout.submodules:
            import_deferred(f"{name}.{submodule}")
        return [f"in Python: {error}"]
    return []


# A package that is not in `sys.modules` while it runs imports itself once more.
_run_plainly: set[str] = set()


@contextmanager
def _left_alone(name: str) -> Iterator[None]:
    _run_plainly.add(name)
    try:
        yield
    finally:
        _run_plainly.discard(name)


def assembly_of(package: str) -> str | None:
    """Return the name in jsii, such as `@cdktf/provider-aws`, of a package that has been run."""
    loaded = getattr(sys.modules.get(f"{package}._jsii"), "__jsii_assembly__", None)
    return getattr(loaded, "name", None)


def _read(module: ModuleType, plain: Loader) -> tuple[SourceFileLoader, Layout | None]:
    name = module.__name__
    if sys.modules.get(name) is not module:
        raise UnknownLayoutError("it is not in sys.modules while it runs")
    # Another loader may change the code that it loads, as some type checkers and tracers do.
    if type(plain) is not SourceFileLoader:
        raise UnknownLayoutError(f"it is loaded by a {type(plain).__name__}")
    source = plain.get_source(name)
    if source is None:
        raise UnknownLayoutError("its source is missing")
    return plain, read_layout(source)


def _defer_submodules(module: ModuleType, submodules: tuple[str, ...]) -> None:
    name = module.__name__
    # The package publishes itself as a second module, with the first one as its `_private`.
    public = sys.modules[name]
    resolve_on_demand(assembly_of(name), name, submodules)
    for package in {module, public}:
        _import_on_access(package, frozenset(submodules))
    for submodule in submodules:
        defer_module(f"{name}.{submodule}", public)


def _import_on_access(package: ModuleType, submodules: frozenset[str]) -> None:
    name = package.__name__

    def __getattr__(attribute: str) -> ModuleType:  # noqa: N807 - PEP 562 names it
        if attribute in submodules:
            is_first = is_deferred(f"{name}.{attribute}")
            submodule = import_deferred(f"{name}.{attribute}")
            # What was imported before and is not there any more was deleted; only not by another thread's import.
            if is_first or package is not sys.modules[name] or attribute in vars(package):
                setattr(package, attribute, submodule)
                return submodule
        raise AttributeError(
            f"module {name!r} has no attribute {attribute!r}", name=attribute, obj=package
        )

    def __dir__() -> list[str]:  # noqa: N807 - PEP 562 names it
        deferred = {each for each in submodules if is_deferred(f"{name}.{each}")}
        return sorted({*vars(package), *deferred} - {"__getattr__", "__dir__"})

    vars(package).update(__getattr__=__getattr__, __dir__=__dir__)
