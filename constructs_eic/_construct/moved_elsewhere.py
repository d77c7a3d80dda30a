"""Reports a resource of another stack that was moved to where that stack shows no resource.

What another stack refers to becomes an output, which the framework makes for resources only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.references import find, reference_of
from constructs_eic._bindings.resources import (
    declared,
    is_in_current_stack,
    moved_to,
    resource_type,
    stack_holding,
)
from constructs_eic._bindings.scope_info import node_of
from constructs_eic.destinations.base import Destination

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.errors import Problems


def check_moved(arguments: Mapping[str, object], scope_info: ScopeInfo, problems: Problems) -> None:
    """Report each argument that names such a resource.

    Args:
        arguments: The arguments by their names.
        scope_info: Where the configuration is in the app.
        problems: Where they are reported.
    """
    for argument, value in arguments.items():
        for resource in _resources_in(value, scope_info):
            if is_in_current_stack(resource) or not declared(resource).is_moved:
                continue
            if moved_to(resource) is not None:
                continue
            there = node_of(stack_holding(resource)).path
            to = declared(resource).moved_to or "a target that no resource has yet"
            problems.add(
                argument,
                value,
                f"it was moved to {to}, which is not a resource of the stack {there}, so that no other stack can "
                "refer to it",
                "give the resource that it was moved to, or call add_move_target on that before",
            )


def _resources_in(value: object, scope_info: ScopeInfo) -> Iterator[TerraformElement]:
    if isinstance(value, Destination):
        yield from _resources_in(value.given, scope_info)
        yield from _resources_in(getattr(value, "encryption_key", None), scope_info)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _resources_in(each, scope_info)
    elif isinstance(value, str):
        reference = reference_of(value, scope_info)
        found = None if reference is None else find(reference)
        if found is not None:
            yield found
    elif resource_type(value) is not None:
        yield cast("TerraformElement", value)
