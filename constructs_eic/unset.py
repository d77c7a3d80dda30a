"""What an argument is when it is left out, where `None` is a value of its own."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Unset(Enum):
    """What an argument is when it is left out; `None` is a value of its own."""

    UNSET = "left out"

    def __repr__(self) -> str:
        return "<left out>"


UNSET: Final = Unset.UNSET
