"""An emulator that can be killed and started again: its state does not survive."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.e2e import requirements
from tests.e2e.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class MortalEmulator:
    """MiniStack on a loopback port, which it keeps when it is started again."""

    port: int
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [requirements.ministack()],
            env={**os.environ, "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(self.port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        eventually(self._is_healthy, within=60)

    def kill(self) -> None:
        """End it immediately, as `kill -9` does; it has no time to clean up."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _is_healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            connection.request("GET", "/_ministack/health")
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()


@contextmanager
def mortal_emulator() -> Iterator[MortalEmulator]:
    """Run the test's own emulator, and end it whatever happens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        emulator = MortalEmulator(probe.getsockname()[1])
    try:
        emulator.start()
        yield emulator
    finally:
        emulator.kill()
