"""Decides whether threads are those of the system: gevent and eventlet replace them by their own."""

from __future__ import annotations

import sys


def are_real() -> bool:
    """Return whether neither gevent nor eventlet has replaced threads; a debugger that watches them has not."""
    for patcher, is_patched in (
        ("gevent.monkey", "is_module_patched"),
        ("eventlet.patcher", "is_monkey_patched"),
    ):
        ask = getattr(sys.modules.get(patcher), is_patched, None)
        if ask is not None and ask("thread"):
            return False
    return True
