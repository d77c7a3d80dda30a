"""Signals that end a command in order."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = ("SIGTERM", "SIGHUP")  # Windows has no SIGHUP


@contextmanager
def interruptible() -> Iterator[None]:
    """Let SIGTERM, and the SIGHUP of a terminal that is gone, end the command in the same way as Ctrl-C.

    A signal that is ignored, as SIGHUP is below `nohup`, stays ignored.
    """

    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    numbers = [number for name in _NAMES if (number := getattr(signal, name, None)) is not None]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler != signal.SIG_IGN:
            signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
