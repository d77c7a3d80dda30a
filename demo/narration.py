"""What the demo prints while it works."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class DemoError(Exception):
    """A step did not do what it should."""


def chapter(title: str) -> None:
    """Print what the next steps are about."""
    print(f"\n== {title} ==", flush=True)


@contextmanager
def step(promise: str) -> Iterator[None]:
    """Print what is being done, then how it ended and how long it took."""
    if sys.stdout.isatty():
        print(f"… {promise}", end="\r", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print(f"✗ {promise}", flush=True)
        raise
    print(f"✓ {promise} ({time.monotonic() - started:.1f} s)", flush=True)
