"""What is decided when a stack is synthesized, by what is in it by then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.resources import reference_id
from constructs_eic._bindings.scope_info import node_of
from constructs_eic._bindings.synthesis_hook import when_synthesized
from constructs_eic._construct.named_functions import (
    findings_of_named_functions,
    recognize_functions,
)
from constructs_eic._construct.update_order import decide_update_order
from constructs_eic.destinations.message_size import decide_message_sizes

if TYPE_CHECKING:
    from constructs import IConstruct

    from constructs_eic._bindings.scope_info import ScopeInfo


@dataclass
class _Stacks:
    """The stacks of one app that have configurations."""

    known: set[str] = field(default_factory=set)


def decide_at_synthesis(scope_info: ScopeInfo) -> None:
    """Let what concerns all configurations of a stack be decided whenever the stack is synthesized."""
    known = state_of(scope_info.app).part(_Stacks).known
    stack = reference_id(scope_info.stack)
    if stack not in known:
        known.add(stack)
        when_synthesized(
            scope_info.stack,
            "constructs-eic",
            lambda: _decide(scope_info),
            lambda: _findings(scope_info),
        )


def _decide(scope_info: ScopeInfo) -> None:
    _decide_for(scope_info, node_of(scope_info.stack).find_all())


def _findings(scope_info: ScopeInfo) -> list[str]:
    # Aspects of users may have removed configurations since.
    _decide(scope_info)
    return findings_of_named_functions(scope_info)


def _decide_for(scope_info: ScopeInfo, elements: list[IConstruct]) -> None:
    present = {reference_id(each) for each in elements}
    recognize_functions(scope_info, elements)
    decide_update_order(scope_info, present)
    decide_message_sizes(scope_info, present)
