"""The one `Redriver` of each queue and of each name: found in the app before another is created beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic._alarms.queue_identity import Queues
from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.scope_info import is_in_tree

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from constructs import Construct

    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.target import Target
    from constructs_eic._values.errors import Problems
    from constructs_eic.destinations.attached import AttachedDestination


@dataclass(frozen=True)
class RedriverPlace:
    """What a `Redriver` occupies: its queue and its name.

    Attributes:
        forwarder: The function that it deploys.
        source: The queue whose messages it processes.
        deployment: Provider and region of everything that is created.
        scope_info: Where it is in the app.
    """

    forwarder: Target
    source: AttachedDestination
    deployment: Deployment
    scope_info: ScopeInfo

    def keys(self, queues: Queues) -> Iterator[tuple[str, Hashable]]:
        """Yield what no other `Redriver` of the app may have, each with the argument that it comes from."""
        queue = self.source.resource or self.source.destination.given
        if queue is not None:
            yield "source", queues.key_of(queue, self)
        for key in self.forwarder.identity(self.scope_info, self.deployment).keys:
            yield "name", key


@dataclass
class _Redrivers:
    """The Redrivers of one app, by what each has alone, and what its queues are known by."""

    by_key: dict[tuple[str, Hashable], Construct] = field(default_factory=dict)
    queues: Queues = field(default_factory=Queues)


_REASONS = {
    "source": (
        "the Redriver {} is for this queue already, and whichever of the two is run parks the events of functions "
        "that only the other may invoke",
        "give that one all the functions",
    ),
    "name": (
        "the Redriver {} has this name already, and Lambda has one function of a name",
        "give another name, or leave it out",
    ),
}


def check_place(place: RedriverPlace, given: Mapping[str, object], problems: Problems) -> None:
    """Report a queue or a name that another `Redriver` of the app has.

    Args:
        place: What the new one would occupy.
        given: The arguments that it was given.
        problems: Takes what cannot work.
    """
    known = state_of(place.scope_info.app).part(_Redrivers)
    for key in place.keys(known.queues):
        other = known.by_key.get(key)
        if other is not None and is_in_tree(place.scope_info.app, other):
            argument, _ = key
            reason, fix = _REASONS[argument]
            problems.add(argument, given[argument], reason.format(other.node.path), fix)


def occupy(place: RedriverPlace, redriver: Construct) -> None:
    """Record that `redriver` has this queue and this name."""
    known = state_of(place.scope_info.app).part(_Redrivers)
    known.by_key.update((key, redriver) for key in place.keys(known.queues))
