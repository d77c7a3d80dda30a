"""The one configuration of each target: Lambda keeps one object for each.

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
class TargetIdentity:
    """The keys that identify a target in its app.

    Attributes:
        keys: What the function is known by once it is configured.
        conflicting_keys: What another configuration of the same function may already be known by.
        qualifier: The qualifier, literal or as an expression.
    """

    keys: tuple[Hashable, ...]
    conflicting_keys: tuple[Hashable, ...]
    qualifier: str


@dataclass
class _Configurations:
    """The configurations of one app so far: by key and qualifier, and each with the scopes that it is in."""

    by_key: dict[Hashable, dict[str, Construct]] = field(default_factory=dict)
    lineages: dict[str, tuple[Construct, tuple[str, ...]]] = field(default_factory=dict)


def configuration_of(identity: TargetIdentity, scope_info: ScopeInfo) -> Construct | None:
    """The configuration in this app that is for the same target already."""
    known = state_of(scope_info.app).part(_Configurations)
    for key in identity.conflicting_keys:
        other = known.by_key.get(key, {}).get(identity.qualifier)
        if other is not None and is_in_tree(scope_info.app, other):
            return other
    return None


def register_configuration(
    identity: TargetIdentity, configuration: Construct, scope_info: ScopeInfo
) -> None:
    """Record that `configuration` is for the target of `identity`."""
    known = state_of(scope_info.app).part(_Configurations)
    for key in identity.keys:
        known.by_key.setdefault(key, {})[identity.qualifier] = configuration
    known.lineages[reference_id(configuration)] = (configuration, scope_info.lineage)


def configurations_below(scope: Construct) -> list[Construct]:
    """The configurations created so far at any depth below `scope`."""
    identity, app = reference_id(scope), reference_id(scope.node.root)
    return [
        configuration
        for configuration, lineage in state_of(app).part(_Configurations).lineages.values()
        if identity in lineage and is_in_tree(app, configuration)
    ]
