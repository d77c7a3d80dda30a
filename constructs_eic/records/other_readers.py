"""The messages that other readers of the same queue hold, such as another redrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_eic.records.source import Counts


@dataclass(frozen=True)
class OwnWork:
    """The work that this redrive has done with the messages of a queue.

    Attributes:
        removed: How many it removed.
        released: How many it put back.
        lost: How many became visible again while it held them.
        arrived: How many it saw that arrived after its start.
        is_read_to_end: Whether it received everything that was visible.
    """

    removed: int
    released: int
    lost: int
    arrived: int
    is_read_to_end: bool


@dataclass(frozen=True)
class Elsewhere:
    """Messages that somebody else has.

    Attributes:
        count: How many, approximately.
        is_being_removed: Whether others have removed messages meanwhile: they work, and were not killed.
    """

    count: int
    is_being_removed: bool


def elsewhere(before: Counts, now: Counts, own: OwnWork) -> Elsewhere | None:
    """Return what others have of a queue after a redrive, or `None` if they have nothing.

    SQS's counts are approximate: nothing is concluded from them where nothing was in flight at the start.

    Args:
        before: The counts before anything was received.
        now: The counts after everything was removed or put back.
        own: What the redrive did.

    >>> from constructs_eic.records.source import Counts
    >>> own = OwnWork(removed=60, released=0, lost=0, arrived=0, is_read_to_end=True)
    >>> elsewhere(Counts(visible=70, in_flight=30), Counts(visible=0, in_flight=10), own)
    Elsewhere(count=10, is_being_removed=True)
    """
    most = before.in_flight + own.lost
    unseen = now.all - own.released if own.is_read_to_end else now.in_flight
    count = min(most, unseen)
    if count <= 0:
        return None
    removed_by_others = before.all + own.arrived - own.removed - now.all
    return Elsewhere(count, removed_by_others > 0)
