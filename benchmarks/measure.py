"""Run one app in a separate process, and measure its time and memory."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from tools.framework import of_framework

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

APPS = Path(__file__).with_name("apps")
# As in a user's environment: the bytecode of this checkout is kept like that of an installed package.
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name not in {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
}


@dataclass(frozen=True)
class Job:
    """What is run: an app, how it is started, and in which environment.

    Attributes:
        app: A file in `apps/`.
        argument: The app's argument, usually a number of functions.
        fast: Whether it is started with fast start.
        first: Whether it is the first run ever, without bytecode and without jsii's package cache.
        python: The interpreter.
        core: The framework that the app is rewritten for; that of the file by default.
        environment: Variables in addition to those of the process.
    """

    app: str
    argument: int | str = 1
    fast: bool = False
    first: bool = False
    python: str = sys.executable
    core: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self) -> Run:
        """Run it once, in a separate folder."""
        return self._run(lambda _: None)

    def memory(self) -> Memory:
        """Run it once and watch its memory, which slows it down."""
        return self.watched()[1]

    def watched(self) -> tuple[Run, Memory]:
        """Run it once and watch its memory: for runs that are so long that the slowdown does not matter."""
        watches: list[_Watch] = []
        run = self._run(lambda process: watches.append(_Watch(process)))
        return run, watches[0].stop()

    def _run(self, when_started: Callable[[psutil.Popen], None]) -> Run:
        before, started = _cpu_of_children(), time.perf_counter()
        with self._started() as process:
            when_started(process)
            output = _output(self, process)
        return Run(time.perf_counter() - started, _cpu_of_children() - before, output)

    @contextlib.contextmanager
    def _started(self) -> Iterator[psutil.Popen]:
        with tempfile.TemporaryDirectory(prefix="constructs-eic-bench-") as folder:
            fast = ["-m", "constructs_eic.faststart"] if self.fast else []
            first = {
                "PYTHONPYCACHEPREFIX": f"{folder}/bytecode",
                "JSII_RUNTIME_PACKAGE_CACHE_ROOT": f"{folder}/packages",
            }
            yield psutil.Popen(
                [self.python, *fast, str(self._app_in(Path(folder))), str(self.argument)],
                cwd=folder,
                env={**ENVIRONMENT, **self.environment, **(first if self.first else {})},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )

    def _app_in(self, folder: Path) -> Path:
        app = APPS / f"{self.app}.py"
        if self.core is None:
            return app
        rewritten = folder / app.name
        rewritten.write_text(of_framework(self.core, app.read_text("utf-8")), "utf-8")
        return rewritten


@dataclass(frozen=True)
class Run:
    """One run.

    Attributes:
        seconds: Wall time of the whole process.
        cpu: CPU time of the process and of all processes that it started.
        output: What it printed.
    """

    seconds: float
    cpu: float
    output: str

    def told(self) -> dict[str, float]:
        """What the app itself measured: the JSON object that it printed last."""
        told: dict[str, float] = json.loads(self.output.splitlines()[-1])
        return told


@dataclass(frozen=True)
class Memory:
    """Peak memory in bytes: of Python, of the largest Node process, and of all processes together."""

    python: int
    node: int
    together: int


class _Watch:
    def __init__(self, process: psutil.Popen) -> None:
        self._process = process
        self._python = self._node = self._together = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(0.01):
            with contextlib.suppress(psutil.Error):  # a process may end at any time
                python = _bytes_of(self._process)
                nodes = [_bytes_of(child) for child in self._process.children(recursive=True)]
                self._python = max(self._python, python)
                self._node = max(self._node, *nodes, 0)
                self._together = max(self._together, python + sum(nodes))

    def stop(self) -> Memory:
        self._ended.set()
        self._thread.join()
        return Memory(self._python, self._node, self._together)


def _bytes_of(process: psutil.Process) -> int:
    # Memory that processes share counts once in the sum: two Node processes are one program.
    information = process.memory_full_info()
    size: int = getattr(information, "pss", information.rss)
    return size


def _output(job: Job, process: psutil.Popen) -> str:
    output, error = process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"{job} failed:\n{error.decode(errors='replace')[-2000:]}")
    text: str = output.decode()
    return text


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
