"""Start a process with sockets on its file descriptors 1 to 3, and detect its end.

`subprocess` passes on descriptors only under their own number, unless it runs Python code between
fork and exec, which is not safe with threads.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress
from subprocess import TimeoutExpired
from threading import Lock
from typing import TYPE_CHECKING

from constructs_eic.faststart.relay.process_exit import await_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
        pairs = [_pipe(), _pipe(), _socket_pair()]
        self.output, self.error, self.channel = (ours for ours, _ in pairs)
        ends = [_moved_up(theirs) for _, theirs in pairs]
        try:
            self.pid = os.posix_spawn(
                command[0],
                command,
                environment,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    *((os.POSIX_SPAWN_DUP2, end, place) for place, end in enumerate(ends, 1)),
                    *((os.POSIX_SPAWN_CLOSE, each) for each in _inherited()),
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


def _pipe() -> tuple[int, int]:
    """The two ends of a pipe that holds much of what a process writes just before it ends."""
    import fcntl

    ours, theirs = os.pipe()
    with suppress(OSError, AttributeError):
        fcntl.fcntl(ours, fcntl.F_SETPIPE_SZ, 2**20)
        return ours, theirs
    os.close(ours)  # where pipes cannot be made larger, sockets are
    os.close(theirs)
    return _socket_pair()


def _socket_pair() -> tuple[int, int]:
    ours, theirs = socket.socketpair()
    return ours.detach(), theirs.detach()


def _inherited() -> Iterator[int]:
    """Descriptors that another program handed on to this process, and that Node would get as well."""
    for each in os.listdir("/dev/fd") if os.path.isdir("/dev/fd") else ():  # noqa: PTH112, PTH208 - faster, in every start
        with suppress(OSError):
            if int(each) >= _FIRST_FREE and os.get_inheritable(int(each)):
                yield int(each)


def _moved_up(descriptor: int) -> int:
    # If the app was started with closed standard streams, a new descriptor takes their number.
    if descriptor >= _FIRST_FREE:
        return descriptor
    import fcntl

    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _FIRST_FREE)
    os.close(descriptor)
    return moved
