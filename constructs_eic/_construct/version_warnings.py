"""The warning that a function's version, given as a qualifier, is `$LATEST`: decided when the app is synthesized.

The function may be set to publish versions after the configuration was created.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.references import find, reference_of
from constructs_eic._bindings.resources import reference_id
from constructs_eic._bindings.scope_info import warn
from constructs_eic._target.qualifier import version_of
from constructs_eic._values.function_reference import LATEST
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Collection

    from constructs import IConstruct

    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.target import Qualifier


@dataclass
class _Versions:
    """The configurations of one app for a version that may be `$LATEST`, by stack and by identity."""

    by_stack: dict[str, dict[str, tuple[IConstruct, str]]] = field(default_factory=dict)


def warn_of_version_when_synthesized(
    config: IConstruct, qualifier: Qualifier | None, scope_info: ScopeInfo
) -> None:
    """Let `decide_version_warnings` look at a qualifier that is the version of a function without versions."""
    if qualifier is None or qualifier.literal != LATEST or not is_token(qualifier.text):
        return
    by_stack = state_of(scope_info.app).part(_Versions).by_stack
    of_stack = by_stack.setdefault(reference_id(scope_info.stack), {})
    of_stack[reference_id(config)] = (config, qualifier.text)


def decide_version_warnings(scope_info: ScopeInfo, present: Collection[str]) -> None:
    """Warn, once, each configuration whose function still publishes no versions."""
    by_stack = state_of(scope_info.app).part(_Versions).by_stack
    waiting = by_stack.get(reference_id(scope_info.stack), {})
    for identity, (config, version) in [*waiting.items()]:
        reference = reference_of(version, scope_info)
        function = None if reference is None else find(reference)
        if identity not in present or function is None:
            continue
        if version_of(function, version).literal == LATEST:
            del waiting[identity]
            warn(
                config,
                f"the function publishes no versions, so its version is {LATEST}: set publish=True on the "
                f"function, or give qualifier='{LATEST}' if it is meant",
            )
