"""Checks asynchronous invocation in Terraform's JSON; each public name is imported when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._lazy import lazy_names

if TYPE_CHECKING:
    from constructs_eic.checks._facts.context import Context
    from constructs_eic.checks._map.event_map import EventMap
    from constructs_eic.checks._map.values import Edge, EdgeKind, Node, NodeKind
    from constructs_eic.checks._reading.document import UnreadableError
    from constructs_eic.checks.api import check, event_map
    from constructs_eic.checks.async_checks import AsyncChecks
    from constructs_eic.checks.rule import Finding, Rule
    from constructs_eic.checks.runner import RuleError, UnknownRuleError
    from constructs_eic.checks.settings import SettingsError
    from constructs_eic.checks.suppressions import Suppression

_MODULE_OF = {
    "AsyncChecks": "constructs_eic.checks.async_checks",
    "Context": "constructs_eic.checks._facts.context",
    "Edge": "constructs_eic.checks._map.values",
    "EdgeKind": "constructs_eic.checks._map.values",
    "EventMap": "constructs_eic.checks._map.event_map",
    "Finding": "constructs_eic.checks.rule",
    "Node": "constructs_eic.checks._map.values",
    "NodeKind": "constructs_eic.checks._map.values",
    "Rule": "constructs_eic.checks.rule",
    "RuleError": "constructs_eic.checks.runner",
    "SettingsError": "constructs_eic.checks.settings",
    "Suppression": "constructs_eic.checks.suppressions",
    "UnknownRuleError": "constructs_eic.checks.runner",
    "UnreadableError": "constructs_eic.checks._reading.document",
    "check": "constructs_eic.checks.api",
    "event_map": "constructs_eic.checks.api",
}

__all__ = [
    "AsyncChecks",
    "Context",
    "Edge",
    "EdgeKind",
    "EventMap",
    "Finding",
    "Node",
    "NodeKind",
    "Rule",
    "RuleError",
    "SettingsError",
    "Suppression",
    "UnknownRuleError",
    "UnreadableError",
    "check",
    "event_map",
]

__getattr__, __dir__ = lazy_names(__name__, _MODULE_OF)
