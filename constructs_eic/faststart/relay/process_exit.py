"""Detect the end of Node as soon as it occurs."""

from __future__ import annotations

import os
import select
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen


def notice_end(child: Popen[bytes]) -> None:
    """Make a wait for `child` return as soon as it ends; on systems other than Linux, change nothing.

    jsii waits for Node with a timeout, which Python does by polling at growing intervals: for a process that takes
    16 ms to end, it polls after 15 ms and after 31 ms.
    """
    if sys.platform != "linux":
        return
    wait = child.wait

    def wait_for_end(timeout: float | None = None) -> int:
        if timeout is not None and child.returncode is None:
            await_end(child.pid, timeout)
        return wait(timeout)

    child.wait = wait_for_end  # type: ignore[method-assign]


def await_end(pid: int, timeout: float) -> bool:
    """Wait until a process ends or the time is over; return immediately if that cannot be detected.

    Returns:
        Whether it could be detected.
    """
    if sys.platform != "linux" or not (hasattr(os, "pidfd_open") and hasattr(select, "poll")):
        return False  # PyPy and some standalone builds of Python also lack these on Linux
    try:
        descriptor = os.pidfd_open(pid)
    except OSError:
        # An old kernel, or a sandbox that forbids it.
        return False
    try:
        end = select.poll()
        end.register(descriptor, select.POLLIN)
        end.poll(timeout * 1000)
    finally:
        os.close(descriptor)
    return True
