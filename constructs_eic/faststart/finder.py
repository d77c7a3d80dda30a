"""Intercepts the import of a provider package, of jsii's module that starts Node, and of typeguard."""

from __future__ import annotations

import sys
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from typing import TYPE_CHECKING

from constructs_eic.faststart.absent import let_absent_pass
from constructs_eic.faststart.messages import keep_codec
from constructs_eic.faststart.mocks import run_without_mocks
from constructs_eic.faststart.package import assembly_of, run_package
from constructs_eic.faststart.parts import is_on
from constructs_eic.faststart.warning import calling_place, warn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    from constructs_eic.faststart.background import Background
    from constructs_eic.faststart.node import NodeStart
    from constructs_eic.faststart.warning import Place

PROVIDER_PREFIXES = ("cdktf_cdktf_provider_", "cdktn_provider_")
PROCESS_MODULE = "jsii._kernel.providers.process"
_TYPEGUARD = ("typeguard", "typeguard._checkers")  # where its releases know mocks


class FastStartFinder(MetaPathFinder):
    """Finds what the other finders find, and replaces the loader of the modules above.

    Args:
        node: The Node process that is to be started with the hook.
        background: What Node still has to do.
        complete: Whether it was installed in time for everything that it intercepts.
    """

    def __init__(self, node: NodeStart, background: Background, *, complete: bool) -> None:
        self.complete = complete
        self._node = node
        self._background = background

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find one of these modules; no other module is intercepted."""
        loader: type[_PlainLoader]
        if fullname == PROCESS_MODULE:
            loader = _ProcessLoader
        elif fullname in _TYPEGUARD and is_on("type_checks"):
            loader = _TypeguardLoader
        elif fullname.startswith(PROVIDER_PREFIXES) and "." not in fullname and is_on("python"):
            loader = _ProviderLoader
        else:
            return None
        spec = self._plain_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = loader(spec.loader, self._node, self._background)
        return spec

    def _plain_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None
    ) -> ModuleSpec | None:
        for finder in sys.meta_path:
            if finder is not self and (spec := finder.find_spec(fullname, path, target)):
                return spec
        return None


class _PlainLoader(Loader):
    """Stands in for a module's own loader until the module runs."""

    def __init__(self, plain: Loader, node: NodeStart, background: Background) -> None:
        self._plain = plain
        self._node = node
        self._background = background

    def __getattr__(self, name: str) -> object:
        return getattr(self._plain, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._plain.create_module(spec)

    def _step_out(self, module: ModuleType) -> None:
        # Code that inspects the module must find the loader that it would have had.
        module.__loader__ = self._plain
        if module.__spec__ is not None:
            module.__spec__.loader = self._plain


class _ProviderLoader(_PlainLoader):
    def exec_module(self, module: ModuleType) -> None:
        self._step_out(module)
        problems = run_package(module, self._plain)
        if problems is None:
            return
        tell = partial(self._tell, module.__name__, problems, calling_place())
        if problems:
            self._background.wait()
            tell()
        else:
            self._background.when_done(tell)

    def _tell(self, package: str, problems: list[str], place: Place) -> None:
        assembly = assembly_of(package)
        if assembly is not None:
            problems += self._node.problems(assembly)
        if problems:
            warn([f"{package} {problem}" for problem in problems], place)


class _ProcessLoader(_PlainLoader):
    def exec_module(self, module: ModuleType) -> None:
        self._step_out(module)
        self._plain.exec_module(module)
        self._node.wrap(module)
        self._background.wrap(module)
        if is_on("relay"):
            keep_codec(module)


class _TypeguardLoader(_PlainLoader):
    def exec_module(self, module: ModuleType) -> None:
        self._step_out(module)
        run_without_mocks(module, self._plain)
        let_absent_pass(module)
