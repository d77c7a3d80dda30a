"""Start jsii's Node process with the hook, and read what the hook reports."""

from __future__ import annotations

import atexit
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from subprocess import Popen
    from types import ModuleType

HOOK = Path(__file__).with_name("hook.cjs")
SETTINGS = "CONSTRUCTS_EIC_FASTSTART_NODE"


class _NodeProcess(Protocol):
    _process: Popen[bytes]

    def start(self) -> None: ...
    def stop(self) -> None: ...


class NodeStart:
    """The start of Node, and whether the hook did its work there.

    Args:
        running: Whether Node runs already, so that it can be left alone only.
    """

    def __init__(self, *, running: bool) -> None:
        self._folder: TemporaryDirectory[str] | None = None
        self._problem = None if running else "in Node: it was started without the hook"

    def wrap(self, process: ModuleType) -> None:
        """Have jsii's module `process` start Node with the hook.

        Args:
            process: The module `jsii._kernel.providers.process`.
        """
        node_process = getattr(process, "_NodeProcess", None)
        start = getattr(node_process, "start", None)
        if node_process is None or start is None:
            self._problem = "in Node: this release of jsii starts it in another way"
            return

        def start_with_hook(process: _NodeProcess) -> None:
            if not self._started_with_hook(process, start):
                start(process)

        node_process.start = start_with_hook

    def problem(self, assembly: str) -> str | None:
        """Tell why Node loads all of an assembly, or `None` where it does not.

        What is wrong with Node itself is told once, not for each assembly.

        Args:
            assembly: The name of an assembly that Node has loaded.
        """
        if self._folder is None:
            problem, self._problem = self._problem, None
            return problem
        for reported, problem in self._reports(Path(self._folder.name)):
            if reported == assembly:
                return problem and f"in Node: {problem}"
        return "in Node: it did not run the hook"

    def _reports(self, folder: Path) -> Iterator[tuple[str, str | None]]:
        report = _report_in(folder)
        if report.exists():
            for line in report.read_text("utf-8").splitlines():
                said = json.loads(line)
                yield said["package"], said["problem"]

    def _started_with_hook(
        self, process: _NodeProcess, start: Callable[[_NodeProcess], None]
    ) -> bool:
        """Start Node with the hook; clear away a Node that does not come up with it."""
        folder = TemporaryDirectory(prefix="faststart-", ignore_cleanup_errors=True)
        before = {name: os.environ.get(name) for name in ("NODE_OPTIONS", SETTINGS)}
        try:
            # jsii takes Node's environment from here at this moment only, so that no other
            # process that the app starts inherits the option.
            _update_environment(_hooked(_report_in(Path(folder.name)), before["NODE_OPTIONS"]))
            start(process)
        except Exception as error:
            # Whatever it is, Node may start without the hook.
            self._problem = f"in Node: it does not start with the hook ({error})"
            folder.cleanup()
            _clear_away(process)
            return False
        finally:
            _update_environment(before)
        self._folder = folder
        return True


def _report_in(folder: Path) -> Path:
    return folder / "report.jsonl"


def _hooked(report: Path, node_options: str | None) -> Mapping[str, str]:
    """The environment of a Node with the hook, on top of the options that the user has set."""
    # Inside quotes NODE_OPTIONS knows two escapes, these; only there may a path hold a space.
    quoted = str(HOOK).replace("\\", "\\\\").replace('"', '\\"')
    option = f'--require "{quoted}"'
    settings = {"report": str(report), "nodeOptions": node_options}
    return {
        "NODE_OPTIONS": f"{node_options} {option}" if node_options else option,
        SETTINGS: json.dumps(settings),
    }


def _update_environment(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _clear_away(process: _NodeProcess) -> None:
    child = getattr(process, "_process", None)
    if child is not None:
        atexit.unregister(process.stop)
        child.kill()
        child.wait()
