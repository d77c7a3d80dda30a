"""Step in where Python imports a provider package, or jsii the code that starts Node."""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from typing import TYPE_CHECKING

from constructs_eic.faststart.package import run_package
from constructs_eic.faststart.warning import warn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    from constructs_eic.faststart.node import NodeStart

PROVIDER_PREFIX = "cdktf_cdktf_provider_"
PROCESS_MODULE = "jsii._kernel.providers.process"


class FastStartFinder(MetaPathFinder):
    """Finds what the other finders find, and replaces the loader of the modules above.

    Args:
        node: The Node process that is to be started with the hook.
        complete: Whether it came in time for all that it is for.
    """

    def __init__(self, node: NodeStart, *, complete: bool) -> None:
        self.complete = complete
        self._node = node

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a provider package or jsii's module; nothing else is looked at."""
        loader: type[_PlainLoader]
        if fullname == PROCESS_MODULE:
            loader = _ProcessLoader
        elif fullname.startswith(PROVIDER_PREFIX) and "." not in fullname:
            loader = _ProviderLoader
        else:
            return None
        for finder in sys.meta_path:
            if finder is not self and (spec := finder.find_spec(fullname, path, target)):
                if spec.loader is not None:
                    spec.loader = loader(spec.loader, self._node)
                return spec
        return None


class _PlainLoader(Loader):
    """Stands in for a module's own loader until the module runs."""

    def __init__(self, plain: Loader, node: NodeStart) -> None:
        self._plain = plain
        self._node = node

    def __getattr__(self, name: str) -> object:
        return getattr(self._plain, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._plain.create_module(spec)

    def _step_out(self, module: ModuleType) -> None:
        # What inspects the module is to find the loader that it would have had.
        module.__loader__ = self._plain
        if module.__spec__ is not None:
            module.__spec__.loader = self._plain


class _ProviderLoader(_PlainLoader):
    def exec_module(self, module: ModuleType) -> None:
        self._step_out(module)
        problems = run_package(module, self._plain, self._node)
        if problems:
            warn([f"{module.__name__} {problem}" for problem in problems])


class _ProcessLoader(_PlainLoader):
    def exec_module(self, module: ModuleType) -> None:
        self._step_out(module)
        self._plain.exec_module(module)
        self._node.wrap(module)
