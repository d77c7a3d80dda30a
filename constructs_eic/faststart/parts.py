"""The parts of fast start, each of which can be switched off alone."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

ALL = frozenset({"python", "node", "relay", "type_checks"})
SWITCH = "CONSTRUCTS_EIC_FASTSTART_WITHOUT"


class UnknownPartError(ValueError):
    """A part that is to be switched off does not exist."""


def parts_without(off: Collection[str]) -> frozenset[str]:
    """The parts that are used: all but `off` and those that the environment variable lists.

    Raises:
        UnknownPartError: There is no such part.
    """
    given = {off} if isinstance(off, str) else set(off)
    listed = {each.strip() for each in os.environ.get(SWITCH, "").split(",")} - {""}
    for source, names in (("without", given), (SWITCH, listed)):
        if unknown := ", ".join(sorted(names - ALL)):
            known = ", ".join(sorted(ALL))
            raise UnknownPartError(
                f"{source}: no part of fast start is {unknown}; its parts are {known}"
            )
    return ALL - given - listed
