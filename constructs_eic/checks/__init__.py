"""Checks asynchronous invocation in Terraform's JSON; each public name is imported when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_eic.checks.async_checks import AsyncChecks
    from constructs_eic.checks.checking import check
    from constructs_eic.checks.context import Context
    from constructs_eic.checks.documents import UnreadableError
    from constructs_eic.checks.engine import RuleError, UnknownRuleError
    from constructs_eic.checks.rule import Finding, Rule
    from constructs_eic.checks.settings import SettingsError
    from constructs_eic.checks.suppressions import Suppression

_MODULE_OF = {
    "AsyncChecks": "async_checks",
    "Context": "context",
    "Finding": "rule",
    "Rule": "rule",
    "RuleError": "engine",
    "SettingsError": "settings",
    "Suppression": "suppressions",
    "UnknownRuleError": "engine",
    "UnreadableError": "documents",
    "check": "checking",
}

__all__ = [
    "AsyncChecks",
    "Context",
    "Finding",
    "Rule",
    "RuleError",
    "SettingsError",
    "Suppression",
    "UnknownRuleError",
    "UnreadableError",
    "check",
]


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
