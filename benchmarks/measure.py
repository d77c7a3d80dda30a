"""Run one app in a process of its own, and tell its time and memory."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Mapping

APPS = Path(__file__).with_name("apps")


@dataclass(frozen=True)
class Job:
    """What is run: an app, how it is started, and in which environment.

    Attributes:
        app: A file in `apps/`.
        count: How many functions.
        fast: Whether it is started with fast start.
        first: Whether it is the first run ever, without bytecode and without jsii's package cache.
        python: The interpreter.
        environment: Variables beside the process's own.
    """

    app: str
    count: int = 1
    fast: bool = False
    first: bool = False
    python: str = sys.executable
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *, memory: bool = False) -> Run:
        """Run it once, in a folder of its own."""
        with tempfile.TemporaryDirectory(prefix="constructs-eic-bench-") as folder:
            command = [self.python, str(APPS / f"{self.app}.py"), str(self.count)]
            if self.fast:
                command[1:1] = ["-m", "constructs_eic.faststart"]
            environment = {
                **os.environ,
                "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1",
                **self.environment,
            }
            if self.first:
                environment["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"
                environment["JSII_RUNTIME_PACKAGE_CACHE_ROOT"] = f"{folder}/packages"
            started = time.perf_counter()
            process = psutil.Popen(
                command,
                cwd=folder,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            peaks = _Peaks(process) if memory else None
            _, error = process.communicate()
            seconds = time.perf_counter() - started
            if process.returncode != 0:
                raise RuntimeError(f"{self} failed:\n{error.decode(errors='replace')[-2000:]}")
            return Run(seconds, *(peaks.stop() if peaks else (0, 0)))


@dataclass(frozen=True)
class Run:
    """One run: wall time, and the peak of the resident memory of Python and of Node."""

    seconds: float
    python_bytes: int = 0
    node_bytes: int = 0


@dataclass
class _Peaks:
    """Watches a process and its children; on in runs of their own, as watching costs time."""

    process: psutil.Popen
    python_bytes: int = 0
    node_bytes: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(0.01):
            with contextlib.suppress(psutil.Error):  # a process may end at any time
                self.python_bytes = max(self.python_bytes, self.process.memory_info().rss)
                for child in self.process.children(recursive=True):
                    self.node_bytes = max(self.node_bytes, child.memory_info().rss)

    def stop(self) -> tuple[int, int]:
        self._ended.set()
        self._thread.join()
        return self.python_bytes, self.node_bytes
