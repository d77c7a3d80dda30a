"""Decides, when a stack is synthesized, what depends on everything that is in it by then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic._alarms.waiting_records import decide_waiting_records
from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.resources import reference_id
from constructs_eic._bindings.scope_info import is_in_tree, node_of, validate
from constructs_eic._bindings.shared import remove_unused
from constructs_eic._bindings.synthesis_hook import when_synthesized
from constructs_eic._construct.created_policies import role_policies_of
from constructs_eic._construct.functions_with_instances import wait_for_instances
from constructs_eic._construct.inline_policy_conflicts import inline_policy_findings
from constructs_eic._construct.named_aliases import wait_for_aliases
from constructs_eic._construct.named_functions import (
    findings_of_named_functions,
    recognize_functions,
)
from constructs_eic._construct.named_roles import recognize_roles
from constructs_eic._construct.policy_quota import quota_findings
from constructs_eic._construct.role_policies import forget_removed_roles
from constructs_eic._construct.update_order import decide_update_order
from constructs_eic._construct.version_warnings import decide_version_warnings
from constructs_eic.destinations.message_size import decide_message_sizes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs import IConstruct

    from constructs_eic._bindings.scope_info import ScopeInfo


@dataclass
class _Stacks:
    """The stacks of one app that have configurations, by identity."""

    known: dict[str, ScopeInfo] = field(default_factory=dict)


def decide_at_synthesis(scope_info: ScopeInfo) -> None:
    """Let what concerns all configurations of a stack be decided whenever the stack is synthesized."""
    known = state_of(scope_info.app).part(_Stacks).known
    stack = reference_id(scope_info.stack)
    if stack not in known:
        known[stack] = scope_info
        if len(known) == _SEVERAL:
            validate(node_of(scope_info.stack).root, lambda: _findings_of_several(known.values()))
        when_synthesized(
            scope_info.stack,
            "constructs-eic",
            lambda: _decide(scope_info),
            lambda: _findings(scope_info),
        )


def _decide(scope_info: ScopeInfo) -> list[IConstruct]:
    """Decide what depends on everything in the stack; returns what is in it."""
    elements = _elements_of(scope_info)
    for recognize in (recognize_functions, recognize_roles):
        if recognize(scope_info, [*elements.values()]):
            elements = _elements_of(scope_info)
    for removed in remove_unused(scope_info, elements.keys()):
        elements.pop(removed, None)
    policies = role_policies_of(scope_info)
    for removed in policies.keys() - elements.keys():
        del policies[removed]
    forget_removed_roles(scope_info, elements.keys())
    wait_for_instances(scope_info, elements)
    wait_for_aliases(scope_info, elements)
    decide_update_order(scope_info, elements.keys())
    decide_message_sizes(scope_info, elements.keys())
    decide_waiting_records(scope_info, elements.keys())
    decide_version_warnings(scope_info, elements.keys())
    return [*elements.values()]


def _elements_of(scope_info: ScopeInfo) -> dict[str, IConstruct]:
    return {reference_id(each): each for each in node_of(scope_info.stack).find_all()}


def _findings(scope_info: ScopeInfo) -> list[str]:
    # Aspects of users may have removed configurations since.
    elements = _decide(scope_info)
    policies = role_policies_of(scope_info).values()
    return [
        *findings_of_named_functions(scope_info),
        *inline_policy_findings(elements, policies, scope_info),
        *quota_findings([(scope_info, elements)]),
    ]


_SEVERAL = 2


def _findings_of_several(stacks: Iterable[ScopeInfo]) -> list[str]:
    """Return what is wrong in stacks together: checked once for the app."""
    present = [each for each in stacks if is_in_tree(each.app, each.stack)]
    return [*quota_findings((each, node_of(each.stack).find_all()) for each in present)]
