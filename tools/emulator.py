"""MiniStack, an AWS emulator in pure Python that runs Lambda code, as a context manager."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "us-east-1"
_START_WITHIN_SECONDS = 60


class EmulatorError(RuntimeError):
    """MiniStack did not start."""


@contextmanager
def emulator(log: Path, **settings: str) -> Iterator[dict[str, str]]:
    """Run MiniStack on a free loopback port; yield the environment that points AWS clients at it.

    Args:
        log: Where its output goes.
        settings: MiniStack's environment variables, such as `LAMBDA_ASYNC_RETRY_BASE_SECONDS="0.2"`.

    Raises:
        EmulatorError: MiniStack ended or did not answer; the message ends with its last output.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [_executable()],
            env={**os.environ, **settings, "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C is for the caller, which stops this process itself after it has cleaned up.
            start_new_session=True,
        )
    try:
        _wait_until_healthy(process, url, log)
        yield {
            "AWS_ENDPOINT_URL": url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        # The processes in which it runs functions would outlive it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _executable() -> str:
    beside = Path(sys.executable).with_name("ministack")
    found = str(beside) if beside.exists() else shutil.which("ministack")
    if found is None:
        raise EmulatorError("ministack is not installed in this environment")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + _START_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/_ministack/health", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    tail = log.read_text(errors="replace")[-2000:]
    raise EmulatorError(f"MiniStack did not start; its last output:\n{tail}")
