"""Which configuration claims which target: Lambda keeps one object for each.

Terraform would create the second configuration of a target over the first, and from then on each apply of one would
undo the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.resources import reference_id
from constructs_eic._bindings.scope_info import is_in_tree

if TYPE_CHECKING:
    from collections.abc import Hashable

    from constructs import Construct

    from constructs_eic._bindings.scope_info import ScopeInfo


@dataclass(frozen=True)
class Claim:
    """How a target is identified.

    Attributes:
        holds: The keys under which the function of a configuration is found from then on.
        excludes: The keys under which no other configuration may be found for the same qualifier.
        qualifier: The qualifier, literal or as an expression.
    """

    holds: tuple[Hashable, ...]
    excludes: tuple[Hashable, ...]
    qualifier: str


@dataclass
class _Claims:
    """What one app configures so far."""

    holders: dict[Hashable, dict[str, Construct]] = field(default_factory=dict)
    lineages: dict[str, tuple[Construct, tuple[str, ...]]] = field(default_factory=dict)


def holder_against(claim: Claim, scope_info: ScopeInfo) -> Construct | None:
    """The configuration in this app that conflicts with `claim`."""
    claims = state_of(scope_info.app).part(_Claims)
    for key in claim.excludes:
        holder = claims.holders.get(key, {}).get(claim.qualifier)
        if holder is not None and is_in_tree(scope_info.app, holder):
            return holder
    return None


def hold(claim: Claim, holder: Construct, scope_info: ScopeInfo) -> None:
    """Record that `holder` configures the target of `claim`."""
    claims = state_of(scope_info.app).part(_Claims)
    for key in claim.holds:
        claims.holders.setdefault(key, {})[claim.qualifier] = holder
    claims.lineages[reference_id(holder)] = (holder, scope_info.lineage)


def configurations_below(scope: Construct) -> list[Construct]:
    """The configurations created so far at any depth below `scope`."""
    identity, app = reference_id(scope), reference_id(scope.node.root)
    return [
        holder
        for holder, lineage in state_of(app).part(_Claims).lineages.values()
        if identity in lineage and is_in_tree(app, holder)
    ]
