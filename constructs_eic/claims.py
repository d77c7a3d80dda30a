"""Which configuration claims which target: Lambda keeps one object for each.

Terraform would create the second configuration of a target over the first, and from then on each apply would
undo the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic import bindings

if TYPE_CHECKING:
    from collections.abc import Hashable

    from constructs import Construct


@dataclass(frozen=True)
class Claim:
    """What a target is known by.

    Attributes:
        holds: What its configuration is found by from then on.
        excludes: What no other configuration may hold.
    """

    holds: tuple[Hashable, ...]
    excludes: tuple[Hashable, ...]


@dataclass
class _App:
    """What one app configures so far."""

    holders: dict[Hashable, Construct] = field(default_factory=dict)
    lineages: dict[str, tuple[Construct, tuple[str, ...]]] = field(default_factory=dict)


_apps: dict[str, _App] = {}


def holder_against(claim: Claim, place: bindings.Place) -> Construct | None:
    """The configuration in this app that stands against `claim`."""
    app = _apps.get(place.app)
    if app is None:
        return None
    for key in claim.excludes:
        holder = app.holders.get(key)
        if holder is not None and bindings.stands_in(place.app, holder):
            return holder
    return None


def hold(claim: Claim, holder: Construct, place: bindings.Place) -> None:
    """Record that `holder` configures the target of `claim`."""
    app = _apps.setdefault(place.app, _App())
    app.holders.update(dict.fromkeys(claim.holds, holder))
    app.lineages[bindings.reference_id(holder)] = (holder, place.lineage)


def configurations_below(scope: Construct) -> list[Construct]:
    """The configurations made so far at any depth below `scope`."""
    identity = bindings.reference_id(scope)
    return [
        holder
        for app_identity, app in _apps.items()
        for holder, lineage in app.lineages.values()
        if identity in lineage and bindings.stands_in(app_identity, holder)
    ]
