"""Configurations of one function are applied one after the other, and destroyed in reverse.

Lambda answers parallel changes to one function with `ResourceConflictException`, and the AWS provider does not
retry these (issues 263 and 419 of terraform-aws-modules/terraform-aws-lambda).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.expressions import resolved_list
from constructs_eic._bindings.lazy_text import produced
from constructs_eic._bindings.resources import address, reference_id
from constructs_eic._bindings.scope_info import is_in_tree

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from constructs_eic._bindings.installed import LambdaFunctionEventInvokeConfig
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.uniqueness import TargetIdentity


@dataclass
class _Line:
    """The configurations of one app so far, by stack and by how the function is identified."""

    count: int = 0
    by_function: dict[Hashable, dict[int, LambdaFunctionEventInvokeConfig]] = field(
        default_factory=dict
    )


def serialize_updates(
    resource: LambdaFunctionEventInvokeConfig, identity: TargetIdentity, scope_info: ScopeInfo
) -> None:
    """Let `resource` wait for the configuration of the same function that was created before it in its stack."""
    line = state_of(scope_info.app).part(_Line)
    stack = reference_id(scope_info.stack)
    by_number: dict[int, LambdaFunctionEventInvokeConfig] = {}
    for key in identity.conflicting_keys:
        by_number |= line.by_function.get((stack, key), {})
    line.count += 1
    for key in identity.keys:
        line.by_function.setdefault((stack, key), {})[line.count] = resource
    if by_number:
        earlier = [each for _, each in sorted(by_number.items(), reverse=True)]
        # What comes before is asked for when the app is synthesized: until then it may be removed.
        predecessor = produced(lambda: _predecessor(resource, earlier, scope_info))
        resource.depends_on = [*(resource.depends_on or ()), predecessor]


def _predecessor(
    resource: LambdaFunctionEventInvokeConfig,
    earlier: Sequence[LambdaFunctionEventInvokeConfig],
    scope_info: ScopeInfo,
) -> str | None:
    """The address of the last one before `resource` that is in the app and does not wait for `resource` itself."""
    own = address(resource)
    for each in earlier:
        if is_in_tree(scope_info.app, each):
            awaited = resolved_list(each.depends_on or [], scope_info)
            if not {own, f"${{{own}}}"}.intersection(awaited):
                return address(each)
    return None
