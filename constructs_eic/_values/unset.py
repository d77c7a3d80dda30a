"""The value of an argument that is left out, if `None` has a meaning of its own."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Unset(Enum):
    """The value of an argument that is left out; `None` has a meaning of its own."""

    UNSET = "left out"

    def __repr__(self) -> str:
        return "<left out>"


UNSET: Final = Unset.UNSET
