"""Decides whether threads are those of the system: gevent and eventlet replace them by their own."""

from __future__ import annotations

import sys

# The module that replaces them, the function that says of what it has done so, and what that calls threads.
_PATCHERS = {
    "gevent.monkey": ("is_module_patched", "threading"),
    "eventlet.patcher": ("is_monkey_patched", "thread"),
}


def are_real() -> bool:
    """Return whether neither gevent nor eventlet has replaced threads; a debugger that watches them has not."""
    for patcher, (is_patched, threads) in _PATCHERS.items():
        ask = getattr(sys.modules.get(patcher), is_patched, None)
        if ask is not None and ask(threads):
            return False
    return True


def may_be_replaced() -> bool:
    """Return whether a module that replaces threads is imported."""
    return any(patcher in sys.modules for patcher in _PATCHERS)


def is_patcher(module: str) -> bool:
    """Return whether the module with this name replaces threads."""
    return module in _PATCHERS
