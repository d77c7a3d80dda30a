"""The value of an argument that is left out, if `None` has a meaning of its own."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Unset(Enum):
    """The type of `UNSET`, the default of an argument for which `None` has a meaning of its own."""

    UNSET = "left out"

    def __repr__(self) -> str:
        return "<left out>"


UNSET: Final = Unset.UNSET
"""The default of an argument for which `None` has a meaning of its own, such as no destination."""
