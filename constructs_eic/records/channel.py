"""The messages that the processes of one redrive send each other, over pipes.

A process that is killed closes its pipes, so that the others never wait for it; a lock that they shared would stay
taken.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from typing import BinaryIO

    from constructs_eic.records.decision import Terms
    from constructs_eic.records.redrive_arguments import RedriveArguments

Question = Literal["credentials", "objects", "place", "slot", "written"]

STOP: Final = "stop"
"""The parent's message that ends the work after the events that are being sent."""

ABANDON: Final = "abandon"
"""The parent's message that ends the work at once."""

USED: Final = "used"
"""The child's message that a place was used."""

FREED: Final = "freed"
"""The child's message that a place is free again."""

READ: Final = "read"
"""The child's message that it reads no more."""

PUT_BACK: Final = "put back"
"""The parent's message that no child reads any more: what one puts back is read by none."""


@dataclass(frozen=True)
class Order:
    """The work that a child is given.

    Attributes:
        arguments: The arguments of the redrive.
        terms: What decides about each record.
        begin: The time, by the clock that all processes of a machine have, before which nothing is sent.
    """

    arguments: RedriveArguments
    terms: Terms
    begin: float


@dataclass(frozen=True)
class Asked:
    """A question of a child; the parent answers at once.

    Attributes:
        number: What the answer is recognized by.
        question: What the child wants to know.
    """

    number: int
    question: Question


@dataclass(frozen=True)
class Answered:
    """The parent's answer.

    Attributes:
        number: The number of the question.
        value: The answer.
        error: Why there is none.
    """

    number: int
    value: object = None
    error: Exception | None = None


@dataclass(frozen=True)
class OpenRequests:
    """The number of a child's events that have no answer when it is abandoned."""

    count: int


@dataclass(frozen=True)
class Ended:
    """The last message of a child.

    Attributes:
        released: How many messages it put back.
        lost: How many became visible to other readers before they were processed.
        incomplete_reasons: Why not everything was read and put back, if it was not.
        errors: What ended its work early.
    """

    released: int
    lost: int
    incomplete_reasons: list[str]
    errors: list[BaseException] = field(default_factory=list)


class Channel:
    """Objects that are sent and received over two pipes; several threads may send, one receives."""

    def __init__(self, incoming: BinaryIO, outgoing: BinaryIO) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._lock = Lock()

    def send(self, message: object) -> None:
        """Send an object.

        Raises:
            OSError: The other process has ended.
        """
        data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
        with self._lock:
            self._outgoing.write(data)
            self._outgoing.flush()

    def receive(self) -> object:
        """Return the next object.

        Raises:
            EOFError: The other process has ended.
        """
        try:
            return pickle.load(self._incoming)  # noqa: S301 - written by this package, in a process that it started
        except (pickle.UnpicklingError, OSError) as error:
            raise EOFError from error

    def close(self) -> None:
        """Close both pipes: the other process sees that this one has ended its part."""
        with self._lock, suppress(OSError):
            self._outgoing.close()
        self._incoming.close()
