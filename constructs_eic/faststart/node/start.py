"""Start jsii's Node process with the hook, and read what the hook reports."""

from __future__ import annotations

import atexit
import json
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING

from constructs_eic.faststart.annotations import noted_in
from constructs_eic.faststart.node import threads
from constructs_eic.faststart.relay.kernel import Kernel
from constructs_eic.faststart.relay.process_exit import notice_end

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from types import ModuleType

HOOK = Path(__file__).with_name("hook.cjs")
SETTINGS = "CONSTRUCTS_EIC_FASTSTART_NODE"


class NodeStart:
    """The start of Node, and whether the hook did its work there.

    Args:
        parts: The parts of fast start that are used.
        running: Whether Node is already running, so that it must be left alone.
    """

    def __init__(self, parts: Collection[str], *, running: bool) -> None:
        self._parts = parts
        self._folder: TemporaryDirectory[str] | None = None
        # What is wrong with Node itself, to be reported once.
        is_used = not {"node", "relay"}.isdisjoint(parts)
        self._problems = [] if running or not is_used else ["it was started without the hook"]
        self._refused = False

    def wrap(self, process: ModuleType) -> None:
        """Make jsii's module `process` start Node with the hook.

        Args:
            process: The module `jsii._kernel.providers.process`.
        """
        if {"node", "relay"}.isdisjoint(self._parts):
            return
        node_process = getattr(process, "_NodeProcess", None)
        start = getattr(node_process, "start", None)
        handshake = getattr(node_process, "handshake", None)
        known = getattr(process, "subprocess", None) is subprocess
        if node_process is None or start is None or handshake is None or not known:
            self._problems = ["this release of jsii starts Node differently"]
            return

        def handshake_or_start_again(process: object) -> None:
            try:
                handshake(process)
            except Exception as error:
                if self._folder is None or _is_interrupted(process):
                    raise
                # Whatever the error is, Node may start in the usual way.
                self._folder = None
                self._refused = True
                self._problems = [f"it does not start with the hook ({error})"]
                _clear_away(process)
                try:
                    start(process)
                except Exception:
                    raise error from None

        node_process.handshake = handshake_or_start_again
        # Only jsii's own start may see this, and it takes from here what it starts Node
        # with, so that no other process that the app starts inherits the hook.
        seen = SimpleNamespace(**{**vars(subprocess), "Popen": self._start})
        vars(process)["subprocess"] = seen

    def _start(
        self,
        command: list[str],
        *rest: object,
        env: dict[str, str] | None = None,
        **options: object,
    ) -> Kernel | subprocess.Popen[bytes]:
        popen: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen
        if self._refused or env is None:
            return popen(command, *rest, env=env, **options)
        if not HOOK.is_file():
            self._problems = [f"its hook is no file: {HOOK}"]
            return popen(command, *rest, env=env, **options)
        self._folder = folder = TemporaryDirectory(prefix="faststart-", ignore_cleanup_errors=True)
        atexit.register(folder.cleanup)
        self._problems = []
        report = _report_in(folder) if "node" in self._parts else None
        if not threads.are_real():
            self._problems.append(
                "each message takes longer, as threads are not those of the system"
            )
            return popen(command, *rest, env=_hooked(env, report), **options)
        if "relay" in self._parts:
            try:
                return Kernel(command, _hooked(env, report, relay=command[-1]))
            except Exception as error:  # whatever it is, Node may start in the usual way
                self._problems.append(f"each message takes longer, as {error}")
        child = popen(command, *rest, env=_hooked(env, report), **options)
        notice_end(child)
        return child

    def problems(self, assembly: str) -> list[str]:
        """Report why Node loads all of an assembly; nothing if it does not.

        A problem with Node itself is reported once, not for each assembly.

        Args:
            assembly: The name of an assembly that Node has loaded.
        """
        problems, self._problems = self._problems, []
        if self._folder is not None and "node" in self._parts:
            reported = dict(_reports(_report_in(self._folder)))
            if problem := reported.get(assembly, "it did not run the hook"):
                problems.append(problem)
        return [f"in Node: {problem}" for problem in problems]


def _report_in(folder: TemporaryDirectory[str]) -> Path:
    return Path(folder.name, "report.jsonl")


def _reports(report: Path) -> Iterator[tuple[str, str | None]]:
    if report.exists():
        for line in report.read_text("utf-8").splitlines():
            said = json.loads(line)
            yield said["package"], said["problem"]


def _hooked(
    environment: dict[str, str], report: Path | None, *, relay: str | None = None
) -> dict[str, str]:
    """Return the environment of a Node process with the hook, in addition to the options the user has set."""
    # Inside quotes, NODE_OPTIONS supports these two escapes; only there can a path contain a space.
    quoted = str(HOOK).replace("\\", "\\\\").replace('"', '\\"')
    option = f'--require "{quoted}"'
    options = environment.get("NODE_OPTIONS")
    settings = {
        "report": None if report is None else str(report),
        "nodeOptions": options,
        "relay": relay,
        "manifests": noted_in(),
    }
    return {
        **environment,
        "NODE_OPTIONS": f"{options} {option}" if options else option,
        SETTINGS: json.dumps(settings),
    }


def _is_interrupted(process: object) -> bool:
    """Return whether Node was ended by Ctrl-C, as this process will be."""
    child: Kernel | subprocess.Popen[bytes] | None = getattr(process, "_process", None)
    return child is not None and child.poll() == -signal.SIGINT


def _clear_away(process: object) -> None:
    atexit.unregister(getattr(process, "stop"))  # noqa: B009 - jsii's, not declared
    child: Kernel | subprocess.Popen[bytes] = getattr(process, "_process")  # noqa: B009
    child.kill()
    child.wait()
