"""The logical id that cdktf gives a construct in Terraform, from the ids on the path from its stack."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# cdktf removes other characters, and shortens longer paths.
_KEPT = re.compile(r"[A-Za-z0-9_-]+\Z")
_LONGEST = 240


def logical_id(ids: Sequence[str]) -> str | None:
    """The logical id of a construct, if it was not overridden; `None` if cdktf would shorten the ids.

    Examples:
        >>> logical_id(["failures"])
        'failures'
        >>> logical_id(["orders", "failures"])
        'orders_failures_19A14D66'
    """
    counted = [each for each in ids if each != "Default"]
    if not counted or not all(map(_KEPT.match, counted)):
        return None
    if len(counted) == 1:
        return counted[0] if len(counted[0]) <= _LONGEST else None
    if any(one.endswith(other) for one, other in pairwise(counted)):
        return None
    shown = "_".join(each for each in counted if each != "Resource")
    return f"{shown}_{path_hash(counted)}" if len(shown) <= _LONGEST else None


def path_hash(ids: Sequence[str]) -> str:
    """The hash of the ids, at the end of a logical id of more than one."""
    digest = hashlib.md5("/".join(ids).encode(), usedforsecurity=False).hexdigest()
    return digest[:8].upper()
