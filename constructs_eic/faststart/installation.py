"""Everything that fast start changes in a process, in one place and one order."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from constructs_eic.faststart.finder import FastStartFinder
from constructs_eic.faststart.node import threads
from constructs_eic.faststart.node.background import Background
from constructs_eic.faststart.node.start import NodeStart
from constructs_eic.faststart.python.package import assembly_of, run_package
from constructs_eic.faststart.python.subclasses import load_for_subclasses
from constructs_eic.faststart.relay.messages import keep_codec
from constructs_eic.faststart.type_checks.type_hints import evaluate_once
from constructs_eic.faststart.type_checks.typeguard_mocks import run_without_mocks
from constructs_eic.faststart.type_checks.typeguard_none import let_absent_pass
from constructs_eic.faststart.warning import call_site, or_plain, warn

if TYPE_CHECKING:
    from collections.abc import Collection
    from importlib.abc import Loader
    from types import ModuleType

    from constructs_eic.faststart.finder import Run
    from constructs_eic.faststart.warning import CallSite

_PROVIDER_PREFIXES = ("cdktf_cdktf_provider_", "cdktn_provider_")
_RUNTIME = "jsii._runtime"
_PROCESS = "jsii._kernel.providers.process"
_TYPEGUARD = ("typeguard", "typeguard._checkers")  # where its releases know mocks


class Installation:
    """The changes that fast start makes: to what is imported already, at once; to the rest when it is imported.

    Args:
        parts: The parts of fast start that are used.
    """

    def __init__(self, parts: Collection[str]) -> None:
        self._parts = parts
        # Each jsii library has a `_jsii` module that loads it into Node.
        self._running = [
            name.removesuffix("._jsii") for name in sys.modules if name.endswith("._jsii")
        ]
        self._node = NodeStart(parts, running=bool(self._running))
        self._background = Background()

    def install(self) -> FastStartFinder:
        """Make all changes, and warn of what comes too late for them."""
        problems = [f"{package} was imported before" for package in _imported_providers()]
        if self._running:
            problems.append(f"Node: {', '.join(self._running)}, imported before, started it")
        if process := sys.modules.get(_PROCESS):
            self._change_process(process)
        if runtime := sys.modules.get(_RUNTIME):
            self._change_runtime(runtime)
        if "type_checks" in self._parts:
            or_plain("type hints", evaluate_once)
        finder = FastStartFinder(self._run_of, complete=not problems)
        sys.meta_path.insert(0, finder)
        if problems:
            warn(problems, call_site())
        return finder

    def _run_of(self, name: str) -> Run | None:
        """Return what runs a module; `None` for a module that is run in the usual way."""
        if name == _PROCESS:
            return self._run_process
        if name == _RUNTIME:
            return self._run_runtime
        if name in _TYPEGUARD and "type_checks" in self._parts:
            return self._run_typeguard
        if threads.is_patcher(name):
            return self._run_thread_patcher
        if name.startswith(_PROVIDER_PREFIXES) and "." not in name:
            return self._run_provider
        return None

    def _run_process(self, module: ModuleType, plain: Loader) -> None:
        plain.exec_module(module)
        self._change_process(module)

    def _change_process(self, process: ModuleType) -> None:
        or_plain("in Node", partial(self._node.wrap, process))
        if "node" in self._parts:
            or_plain("in Node", partial(self._background.wrap, process))
        if "relay" in self._parts:
            or_plain("messages", partial(keep_codec, process))

    def _run_runtime(self, module: ModuleType, plain: Loader) -> None:
        plain.exec_module(module)
        self._change_runtime(module)

    def _change_runtime(self, runtime: ModuleType) -> None:
        if "python" in self._parts:
            or_plain("in Python", partial(load_for_subclasses, runtime))

    def _run_typeguard(self, module: ModuleType, plain: Loader) -> None:
        run_without_mocks(module, plain)
        or_plain("checks of arguments", partial(let_absent_pass, module))

    def _run_thread_patcher(self, module: ModuleType, plain: Loader) -> None:
        # A thread of the system cannot be waited for when threads are not those of the system any more.
        self._background.finish()
        plain.exec_module(module)

    def _run_provider(self, module: ModuleType, plain: Loader) -> None:
        problems: list[str] | None = []
        if "python" in self._parts:
            problems = run_package(module, plain)
        else:
            plain.exec_module(module)
        if problems is None:
            return
        tell = partial(self._tell, module.__name__, problems, call_site())
        if problems:
            self._background.wait()
            tell()
        else:
            self._background.when_done(tell)

    def _tell(self, package: str, problems: list[str], place: CallSite) -> None:
        assembly = assembly_of(package)
        if assembly is not None:
            problems += self._node.problems(assembly)
        if problems:
            warn([f"{package} {problem}" for problem in problems], place)


def _imported_providers() -> list[str]:
    return sorted(
        name for name in sys.modules if name.startswith(_PROVIDER_PREFIXES) and "." not in name
    )
