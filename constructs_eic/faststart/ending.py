"""Notice the end of Node when it comes."""

from __future__ import annotations

import os
import select
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen


def notice_end(child: Popen[bytes]) -> None:
    """Have a wait for `child` return as soon as it ends; where that is not Linux, change nothing.

    jsii awaits Node with a timeout, which Python does by looking at growing intervals: for one
    that takes 16 ms to end, it looks after 15 ms and after 31.
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
    """Wait until a process ends or the time is over; return at once where that cannot be seen.

    Returns:
        Whether it could be seen.
    """
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False  # PyPy and some standalone builds of Python lack it on Linux too
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
