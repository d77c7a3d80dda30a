"""What fast start notices in the messages to Node, so that Node need not be asked: a question is a round trip."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Noticed:
    """What the app may have made so far.

    Attributes:
        stacks: How many stacks; the number grows with each.
        inline_policies: Whether a role lists inline policies.
    """

    stacks: int = 0
    inline_policies: bool = False


# There is one jsii in a process.
_noticed: list[Noticed] = []


def noticed() -> Noticed | None:
    """What was noticed; `None` without fast start."""
    return _noticed[0] if _noticed else None


def begin() -> Noticed:
    """Notice from here on, before jsii sends its first message."""
    if not _noticed:
        _noticed.append(Noticed())
    return _noticed[0]
