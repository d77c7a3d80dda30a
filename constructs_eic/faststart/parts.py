"""The parts of fast start, each of which can be switched off alone."""

from __future__ import annotations

import os

SWITCH = "CONSTRUCTS_EIC_FASTSTART_WITHOUT"


def is_on(part: str) -> bool:
    """Whether a part is used: the variable `CONSTRUCTS_EIC_FASTSTART_WITHOUT` lists those that are not."""
    return part not in os.environ.get(SWITCH, "").split(",")
