"""Start jsii's kernel in one Node process that looks to jsii like the two processes that it starts itself.

jsii starts a relay, `jsii-runtime.js`, that starts `program.js` and copies every message between
its own standard streams and file descriptor 3 of the other process. Without the relay, a message goes
straight to the kernel and back.
"""

from __future__ import annotations

import os
import re
import select
import socket
from contextlib import suppress
from io import BufferedReader, BufferedWriter, FileIO
from pathlib import Path
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING

from constructs_eic.faststart.relay.executable import executable
from constructs_eic.faststart.relay.kernel_output import KernelOutput
from constructs_eic.faststart.relay.process import Process

if TYPE_CHECKING:
    from collections.abc import Mapping

# What the relay of a known release does: the flag it adds, what it runs, the streams it provides.
_RELAY = re.compile(
    r'process\.execArgv,\s*"--preserve-symlinks",.{0,80}"lib",\s*"program\.js"\)\s*\],'
    r'\s*\{\s*stdio:\s*\[\s*"ignore",\s*"pipe",\s*"pipe",\s*"pipe"\s*\]',
    re.DOTALL,
)


class UnknownRelayError(Exception):
    """The kernel cannot be started without the relay; the message says why."""


class KernelEndedError(RuntimeError):
    """jsii's Node process has ended, though the app still needs it."""


class Kernel(Process):
    """jsii's kernel, with everything that jsii uses of the relay's `subprocess.Popen`.

    Args:
        command: How jsii starts the relay: Node, its flags, and the relay's file.
        environment: The variables of the process.

    Raises:
        UnknownRelayError: The relay, or the system, is not one that is known here.
        OSError: Node cannot be started.
    """

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        program = _program_of(Path(command[-1]))
        node, flags = executable(command[0], environment), command[1:-1]
        super().__init__([node, *flags, "--preserve-symlinks", str(program)], environment)
        self.stderr = KernelOutput(self.output, self.error)
        self.stdin = _Requests(self)
        self.stdout = _Answers(self)

    def end_requests(self) -> None:
        """Let the kernel read the end of the requests."""
        with suppress(OSError), socket.socket(fileno=os.dup(self.channel)) as channel:
            channel.shutdown(socket.SHUT_WR)

    def ended(self) -> KernelEndedError:
        """Report how it ended, after all its output has reached the user."""
        self.stderr.wait_until_read(timeout=5)
        with suppress(TimeoutExpired):
            self.wait(timeout=5)
        self.kill()
        status = self.wait()
        how = f"of signal {-status}" if status < 0 else f"with exit status {status}"
        return KernelEndedError(
            f"jsii's Node process ended {how}; what it wrote stands before this"
        )


class _Requests(BufferedWriter):
    def __init__(self, kernel: Kernel) -> None:
        super().__init__(FileIO(os.dup(kernel.channel), "w"))
        self._kernel = kernel

    def flush(self) -> None:
        try:
            super().flush()
        except BrokenPipeError:
            raise self._kernel.ended() from None

    def close(self) -> None:
        if self.closed:
            return
        with suppress(KernelEndedError):  # no request is waiting for a response any more
            super().close()
        # The other descriptor of the socket stays open: a kernel that waits for a message has to learn of the end.
        self._kernel.end_requests()


class _Answers(BufferedReader):
    def __init__(self, kernel: Kernel) -> None:
        super().__init__(FileIO(kernel.channel, "r"))
        self._kernel = kernel

    def readline(self, size: int | None = -1, /) -> bytes:
        try:
            line = super().readline(size)
        except ConnectionResetError:
            line = b""
        if not line:
            raise self._kernel.ended()
        return line


def _program_of(relay: Path) -> Path:
    program = relay.parent.parent / "lib" / "program.js"
    if not hasattr(os, "posix_spawn"):
        raise UnknownRelayError("this system has no posix_spawn")
    if not hasattr(select, "poll"):
        raise UnknownRelayError("this Python has no select.poll")
    if not program.exists() or not _RELAY.search(relay.read_text("utf-8")):
        raise UnknownRelayError(f"{relay} is not the relay of a known release of jsii")
    return program
