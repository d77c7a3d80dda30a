"""Names of what is created for a function: after the function, so that they are easy to find in the console."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_eic._target.instances import LONGEST_NAME_SUFFIX

if TYPE_CHECKING:
    from constructs_eic._target.instances import Instances
    from constructs_eic._target.target import Target

_DIGITS_OF_ADDRESS = 8
_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_-]+")


def name_after(
    target: Target, purpose: str, address: str, longest: int, instances: Instances
) -> str | None:
    """`FUNCTION-QUALIFIER-PURPOSE-ADDRESS`, cut to length; `None` if the function's name is not literal.

    Args:
        target: The function and, if it is literal, the qualifier.
        purpose: What it is for, such as `failure`.
        address: What is unique in the app and stays the same. A part of it distinguishes what is created in two
            places, because AWS refuses a queue name for a minute after a queue of that name was deleted.
        longest: The length that the service accepts.
        instances: The instances that are created; with several, each has its index or a hash of its key at the end.
    """
    if target.literal_name is None:
        return None
    qualifier = target.qualifier.literal if target.qualifier else None
    whole = "-".join(filter(None, (target.literal_name, qualifier)))
    ending = f"-{purpose}-{address[-_DIGITS_OF_ADDRESS:]}"
    if instances.are_several:
        longest -= LONGEST_NAME_SUFFIX
    cut = _NOT_IN_NAMES.sub("", whole)[: longest - len(ending)]
    return cut + ending + instances.name_suffix
