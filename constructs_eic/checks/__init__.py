"""Checks asynchronous invocation in Terraform's JSON; each public name is imported when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._lazy import lazy_names

if TYPE_CHECKING:
    from constructs_eic.checks._facts.iam_evaluation import Request
    from constructs_eic.checks._facts.inline_policies import InlinePolicies
    from constructs_eic.checks._map.event_map import EventMap
    from constructs_eic.checks._map.values import Edge, EdgeKind, Node, NodeKind
    from constructs_eic.checks._model.location import Location
    from constructs_eic.checks._model.rule_values import (
        DeclaredConfiguration,
        DeclaredDelivery,
        DeclaredDestination,
        Invocation,
        Permission,
        Resource,
        Target,
    )
    from constructs_eic.checks._model.values import Expression
    from constructs_eic.checks._reading.document import UnreadableError
    from constructs_eic.checks.api import check, event_map
    from constructs_eic.checks.async_checks import AsyncChecks
    from constructs_eic.checks.rule import Finding, Rule
    from constructs_eic.checks.rule_context import Configurations, Context, Functions, Model, Roles
    from constructs_eic.checks.runner import RuleError, UnknownRuleError
    from constructs_eic.checks.settings import SettingsError
    from constructs_eic.checks.suppressions import Suppression

_MODULE_OF = {
    "AsyncChecks": "constructs_eic.checks.async_checks",
    "Configurations": "constructs_eic.checks.rule_context",
    "Context": "constructs_eic.checks.rule_context",
    "DeclaredConfiguration": "constructs_eic.checks._model.rule_values",
    "DeclaredDelivery": "constructs_eic.checks._model.rule_values",
    "DeclaredDestination": "constructs_eic.checks._model.rule_values",
    "Edge": "constructs_eic.checks._map.values",
    "EdgeKind": "constructs_eic.checks._map.values",
    "EventMap": "constructs_eic.checks._map.event_map",
    "Expression": "constructs_eic.checks._model.values",
    "Finding": "constructs_eic.checks.rule",
    "Functions": "constructs_eic.checks.rule_context",
    "InlinePolicies": "constructs_eic.checks._facts.inline_policies",
    "Invocation": "constructs_eic.checks._model.rule_values",
    "Location": "constructs_eic.checks._model.location",
    "Model": "constructs_eic.checks.rule_context",
    "Node": "constructs_eic.checks._map.values",
    "NodeKind": "constructs_eic.checks._map.values",
    "Permission": "constructs_eic.checks._model.rule_values",
    "Request": "constructs_eic.checks._facts.iam_evaluation",
    "Resource": "constructs_eic.checks._model.rule_values",
    "Roles": "constructs_eic.checks.rule_context",
    "Rule": "constructs_eic.checks.rule",
    "RuleError": "constructs_eic.checks.runner",
    "SettingsError": "constructs_eic.checks.settings",
    "Suppression": "constructs_eic.checks.suppressions",
    "Target": "constructs_eic.checks._model.rule_values",
    "UnknownRuleError": "constructs_eic.checks.runner",
    "UnreadableError": "constructs_eic.checks._reading.document",
    "check": "constructs_eic.checks.api",
    "event_map": "constructs_eic.checks.api",
}

__all__ = [
    "AsyncChecks",
    "Configurations",
    "Context",
    "DeclaredConfiguration",
    "DeclaredDelivery",
    "DeclaredDestination",
    "Edge",
    "EdgeKind",
    "EventMap",
    "Expression",
    "Finding",
    "Functions",
    "InlinePolicies",
    "Invocation",
    "Location",
    "Model",
    "Node",
    "NodeKind",
    "Permission",
    "Request",
    "Resource",
    "Roles",
    "Rule",
    "RuleError",
    "SettingsError",
    "Suppression",
    "Target",
    "UnknownRuleError",
    "UnreadableError",
    "check",
    "event_map",
]

__getattr__, __dir__ = lazy_names(__name__, _MODULE_OF)
