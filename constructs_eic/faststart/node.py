"""Start jsii's Node process with the hook, and read what the hook reports."""

from __future__ import annotations

import atexit
import json
import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from constructs_eic.faststart.ending import notice_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from subprocess import Popen
    from types import ModuleType

HOOK = Path(__file__).with_name("hook.cjs")
SETTINGS = "CONSTRUCTS_EIC_FASTSTART_NODE"


class NodeStart:
    """The start of Node, and whether the hook did its work there.

    Args:
        running: Whether Node runs already, so that it can be left alone only.
    """

    def __init__(self, *, running: bool) -> None:
        self._folder: TemporaryDirectory[str] | None = None
        self._node_options: str | None = None
        self._problem = None if running else "in Node: it was started without the hook"

    def wrap(self, process: ModuleType) -> None:
        """Have jsii's module `process` start Node with the hook.

        Args:
            process: The module `jsii._kernel.providers.process`.
        """
        node_process = getattr(process, "_NodeProcess", None)
        start = getattr(node_process, "start", None)
        handshake = getattr(node_process, "handshake", None)
        if node_process is None or start is None or handshake is None:
            self._problem = "in Node: this release of jsii starts it in another way"
            return

        def start_with_hook(process: object) -> None:
            folder = TemporaryDirectory(prefix="faststart-", ignore_cleanup_errors=True)
            # jsii takes Node's environment from here at this moment only, so that no other
            # process that the app starts inherits the option.
            self._node_options = os.environ.get("NODE_OPTIONS")
            with _environment(_hooked(_report_in(folder), self._node_options)):
                self._folder = folder
                atexit.register(folder.cleanup)
                start(process)
            notice_end(_child(process))

        def handshake_or_start_again(process: object) -> None:
            try:
                handshake(process)
            except Exception as error:
                if self._folder is None:
                    raise
                # Whatever it is, Node may start without the hook.
                self._folder = None
                self._problem = f"in Node: it does not start with the hook ({error})"
                _clear_away(process)
                with _environment({"NODE_OPTIONS": self._node_options or ""}):
                    start(process)

        node_process.start = start_with_hook
        node_process.handshake = handshake_or_start_again

    def problem(self, assembly: str) -> str | None:
        """Tell why Node loads all of an assembly, or `None` where it does not.

        What is wrong with Node itself is told once, not for each assembly.

        Args:
            assembly: The name of an assembly that Node has loaded.
        """
        if self._folder is None:
            problem, self._problem = self._problem, None
            return problem
        for reported, problem in _reports(_report_in(self._folder)):
            if reported == assembly:
                return problem and f"in Node: {problem}"
        return "in Node: it did not run the hook"


def _report_in(folder: TemporaryDirectory[str]) -> Path:
    return Path(folder.name, "report.jsonl")


def _reports(report: Path) -> Iterator[tuple[str, str | None]]:
    if report.exists():
        for line in report.read_text("utf-8").splitlines():
            said = json.loads(line)
            yield said["package"], said["problem"]


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


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _clear_away(process: object) -> None:
    atexit.unregister(getattr(process, "stop"))  # noqa: B009 - jsii's, not declared
    child = _child(process)
    child.kill()
    child.wait()


def _child(process: object) -> Popen[bytes]:
    child: Popen[bytes] = getattr(process, "_process")  # noqa: B009 - jsii's, not declared
    return child
