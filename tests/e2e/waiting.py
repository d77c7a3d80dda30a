"""Waiting for a condition instead of for a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def eventually(condition: Callable[[], T], *, within: float = 30) -> T:
    """The first truthy result of `condition`, which is called again until `within` seconds are over."""
    deadline = time.monotonic() + within
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not so within {within} s, last answer: {answer!r}")
        time.sleep(0.05)
    return answer
