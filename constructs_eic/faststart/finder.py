"""Intercepts the import of a few modules: each is run by a function that knows how to make it faster."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

Run: TypeAlias = Callable[["ModuleType", Loader], None]


class FastStartFinder(MetaPathFinder):
    """Finds what the other finders find, and replaces the loader of some modules.

    Args:
        run_of: Returns what runs a module in place of its loader; `None` for every other module.
        complete: Whether it was installed in time for everything that it intercepts.
    """

    def __init__(self, run_of: Callable[[str], Run | None], *, complete: bool) -> None:
        self.complete = complete
        self._run_of = run_of

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find one of these modules; no other module is intercepted."""
        run = self._run_of(fullname)
        if run is None:
            return None
        spec = self._plain_spec(fullname, path, target)
        if spec is not None and spec.loader is not None and hasattr(spec.loader, "exec_module"):
            spec.loader = _Loader(spec.loader, run)
        return spec

    def _plain_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None
    ) -> ModuleSpec | None:
        for finder in sys.meta_path:
            find_spec = getattr(finder, "find_spec", None)
            if finder is self or find_spec is None:
                continue
            spec: ModuleSpec | None = find_spec(fullname, path, target)
            if spec is not None:
                return spec
        return None


class _Loader(Loader):
    """Stands in for a module's own loader until the module runs."""

    def __init__(self, plain: Loader, run: Run) -> None:
        self._plain = plain
        self._run = run

    def __getattr__(self, name: str) -> object:
        return getattr(self._plain, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._plain.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        # Code that inspects the module must find the loader that it would have had.
        module.__loader__ = self._plain
        if module.__spec__ is not None:
            module.__spec__.loader = self._plain
        self._run(module, self._plain)
