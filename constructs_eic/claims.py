"""Which configuration claims which target: Lambda keeps one object for each.

Terraform would create the second configuration of a target over the first, and from then on each apply would
undo the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic import bindings

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from constructs import Construct


@dataclass
class _App:
    """What one app configures so far."""

    holders: dict[Hashable, Construct] = field(default_factory=dict)
    lineages: dict[str, tuple[Construct, tuple[str, ...]]] = field(default_factory=dict)


_apps: dict[str, _App] = {}


def holder_of(keys: Iterable[Hashable], place: bindings.Place) -> Construct | None:
    """The configuration in this app that has claimed one of `keys`, if it still stands in the tree."""
    app = _apps.get(place.app)
    if app is None:
        return None
    for key in keys:
        holder = app.holders.get(key)
        if holder is not None and _stands(holder):
            return holder
    return None


def claim(keys: Iterable[Hashable], holder: Construct, place: bindings.Place) -> None:
    """Record that `holder` configures the target that `keys` name."""
    app = _apps.setdefault(place.app, _App())
    app.holders.update(dict.fromkeys(keys, holder))
    app.lineages[bindings.reference_id(holder)] = (holder, place.lineage)


def configurations_below(scope: Construct) -> list[Construct]:
    """The configurations made so far at any depth below `scope`."""
    identity = bindings.reference_id(scope)
    return [
        holder
        for app in _apps.values()
        for holder, lineage in app.lineages.values()
        if identity in lineage and _stands(holder)
    ]


def _stands(holder: Construct) -> bool:
    scope = holder.node.scope
    child = scope.node.try_find_child(holder.node.id) if scope else None
    return child is not None and bindings.reference_id(child) == bindings.reference_id(holder)
