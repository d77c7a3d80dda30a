"""What the demo, the tests and the Makefile depend on: the framework, Terraform, an AWS emulator."""

from __future__ import annotations

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


class Unavailable(RuntimeError):  # noqa: N818 - it says what is so, and no caller takes it for a failure
    """Something is not available on this machine; the message is one line that says what and why."""
