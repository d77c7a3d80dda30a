"""Start a process with sockets on its file descriptors 1 to 3, and detect its end.

`subprocess` passes on descriptors only under their own number, unless it runs Python code between
fork and exec, which is not safe with threads.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from subprocess import TimeoutExpired
from threading import Lock
from typing import TYPE_CHECKING

from constructs_eic.faststart.ending import await_end

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST_FREE = 4  # descriptors below have their place in the process


class Process:
    """A process with sockets on standard output, standard error and descriptor 3.

    It has the methods of `subprocess.Popen` that jsii uses, with the same behavior.

    Attributes:
        pid: Its process id.
        returncode: Its exit status, negative for a signal, once `wait` or `poll` has seen it end.
        output: This end of its standard output, a file descriptor.
        error: This end of its standard error.
        channel: This end of its descriptor 3.
    """

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self.args = command
        self.returncode: int | None = None
        self._lock = Lock()
        # Sockets hold more than pipes of what a process writes just before it ends.
        pairs = [socket.socketpair() for _ in range(3)]
        self.output, self.error, self.channel = (ours.detach() for ours, _ in pairs)
        ends = [_moved_up(theirs.detach()) for _, theirs in pairs]
        try:
            self.pid = os.posix_spawn(
                command[0],
                command,
                environment,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    *((os.POSIX_SPAWN_DUP2, end, place) for place, end in enumerate(ends, 1)),
                ],
                # Python ignores these signals, but processes that it starts should not.
                setsigdef=[signal.SIGPIPE, signal.SIGXFSZ],
            )
        except OSError:
            for descriptor in (self.output, self.error, self.channel):
                os.close(descriptor)
            raise
        finally:
            for end in ends:
                os.close(end)

    def poll(self) -> int | None:
        """Return its exit status, or `None` while it runs."""
        with self._lock:
            if self.returncode is None:
                try:
                    pid, status = os.waitpid(self.pid, os.WNOHANG)
                except ChildProcessError:  # in a fork, whose child it is not
                    self.returncode = 0
                else:
                    self.returncode = os.waitstatus_to_exitcode(status) if pid else None
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it ends and return its exit status.

        Raises:
            subprocess.TimeoutExpired: It is still running after `timeout` seconds.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            left = 60 if deadline is None else deadline - time.monotonic()
            if left <= 0:
                raise TimeoutExpired(self.args, timeout or 0)
            if not await_end(self.pid, left):
                time.sleep(min(left, 0.002))
        return status

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def _moved_up(descriptor: int) -> int:
    # If the app was started with closed standard streams, a new descriptor takes their number.
    if descriptor >= _FIRST_FREE:
        return descriptor
    import fcntl

    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _FIRST_FREE)
    os.close(descriptor)
    return moved
