"""A function that is given by its name or ARN is the `LambdaFunction` of that name, if there is one in the stack.

This is decided when the stack is synthesized: the function may be created after the configuration. Terraform would
otherwise read the data source, and create the configuration, before the function exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.expressions import basename, resolved
from constructs_eic._bindings.reading import reading
from constructs_eic._bindings.references import is_of_stack
from constructs_eic._bindings.resources import (
    attribute,
    declared,
    given,
    is_in_current_stack,
    reference_id,
    resource_type,
)
from constructs_eic._bindings.sources import literal_behind
from constructs_eic._construct.role_policies import attach, catching_up
from constructs_eic._construct.update_order import identify
from constructs_eic._target.function_lookup import remove_lookup
from constructs_eic._target.named_function import is_named_by
from constructs_eic._target.role import Role, role_of
from constructs_eic._target.uniqueness import configuration_of
from constructs_eic._values.expression_references import instance_references_in
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from constructs import Construct, IConstruct

    from constructs_eic._bindings.installed import LambdaFunctionEventInvokeConfig
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._construct.created_policies import Permission
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.target import Target


@dataclass(frozen=True)
class NamedFunction:
    """A configuration of which the function is given by its name or ARN.

    Attributes:
        configuration: The `EventInvokeConfig`.
        target: The function and qualifier.
        deployment: Provider and region of the configuration.
        resource: Its resource.
        permission: Its policy, if it has one.
        is_role_looked_up: Whether the policy's role comes from a data source.
    """

    configuration: Construct
    target: Target
    deployment: Deployment
    resource: LambdaFunctionEventInvokeConfig
    permission: Permission
    is_role_looked_up: bool


@dataclass
class _Named:
    """The configurations of one app by stack whose function was not found yet, and those that are one too many."""

    by_stack: dict[str, list[NamedFunction]] = field(default_factory=dict)
    findings: dict[str, list[str]] = field(default_factory=dict)


def recognize_when_synthesized(named: NamedFunction, scope_info: ScopeInfo) -> None:
    """Let `recognize_functions` look for the function of a configuration that is given by its name."""
    target = named.target
    if target.function is not None or target.instance is not None:
        return
    if instance_references_in(name_of(target, scope_info)):
        return
    by_stack = state_of(scope_info.app).part(_Named).by_stack
    by_stack.setdefault(reference_id(scope_info.stack), []).append(named)


def recognize_functions(scope_info: ScopeInfo, elements: Sequence[IConstruct]) -> bool:
    """Let each configuration in a stack refer to its function, if that is among `elements`.

    Returns:
        Whether there was one, so that what is in the stack has changed.
    """
    known = state_of(scope_info.app).part(_Named)
    stack = reference_id(scope_info.stack)
    present = {reference_id(each) for each in elements}
    waiting = [
        each for each in known.by_stack.get(stack, []) if reference_id(each.resource) in present
    ]
    if not waiting:
        return False
    with catching_up(scope_info), reading(scope_info.stack):
        names = {id(each): name_of(each.target, scope_info) for each in waiting}
        functions = _functions_by_name(elements, set(names.values()), scope_info)
        known.by_stack[stack] = []
        for each in waiting:
            candidates = functions.get(names[id(each)], [])
            function = next(
                (
                    one
                    for one in candidates
                    if is_named_by(each.target, each.deployment, one, scope_info)
                ),
                None,
            )
            if function is None:
                known.by_stack[stack].append(each)
            else:
                _refer(each, function, scope_info)
    return len(known.by_stack[stack]) < len(waiting)


def unrecognized(scope_info: ScopeInfo) -> list[NamedFunction]:
    """The configurations in a stack whose function was not found in it."""
    by_stack = state_of(scope_info.app).part(_Named).by_stack
    return by_stack.get(reference_id(scope_info.stack), [])


def findings_of_named_functions(scope_info: ScopeInfo) -> list[str]:
    """Return what is wrong with the functions that were recognized in a stack."""
    findings = state_of(scope_info.app).part(_Named).findings
    return findings.get(reference_id(scope_info.stack), [])


def name_of(target: Target, scope_info: ScopeInfo) -> str:
    """The name of a function, literal or as an expression."""
    return target.literal_name or resolved(target.token or target.name, scope_info)


def _functions_by_name(
    elements: Sequence[IConstruct], names: Collection[str], scope_info: ScopeInfo
) -> Mapping[str, list[TerraformElement]]:
    """The functions among `elements` by their name, literal or as an expression."""
    are_literal = not any(map(is_token, names))
    found: dict[str, list[TerraformElement]] = {}
    for element in elements:
        if resource_type(element) != "aws_lambda_function":
            continue
        function = cast("TerraformElement", element)
        if not is_in_current_stack(function):
            continue  # of a stack in this one
        arguments = declared(function).arguments
        name = arguments.get("function_name")
        if not isinstance(name, str):
            continue
        if is_token(name):
            name = literal_behind(name, scope_info) or ("" if are_literal else name)
        if arguments.get("count") is None and arguments.get("for_each") is None:
            found.setdefault(resolved(name, scope_info), []).append(function)
    return found


def _refer(named: NamedFunction, function: TerraformElement, scope_info: ScopeInfo) -> None:
    """Let a configuration, and the policy of the role that was looked up, refer to `function`."""
    target, resource = named.target, named.resource
    resource.function_name = attribute(function, "arn" if target.arn else "function_name")
    if target.token is not None:
        # The function's whole name, which has no qualifier.
        resource.reset_qualifier()
        target = replace(target, qualifier=None)
    if named.permission.policy is not None and named.is_role_looked_up:
        role = _role_of(function, scope_info)
        attach(named.configuration, resource, named.permission, role, scope_info)
        remove_lookup(named.configuration, named.deployment, scope_info)
    _identify(named, replace(target, function=function, arn=None, token=None), scope_info)


def _role_of(function: TerraformElement, scope_info: ScopeInfo) -> Role:
    text = cast("str", given(function, "role"))
    if is_token(text) and not is_of_stack(text, scope_info):
        # The framework has prepared the reference to another stack that the function has, and no other.
        return Role(basename(text))
    return role_of(text, scope_info)


def _identify(named: NamedFunction, target: Target, scope_info: ScopeInfo) -> None:
    """Line the configuration up with the others of its function, and report another one for the same target."""
    if target.literal_name is not None:
        return  # by which the two are one already
    identity = target.identity(scope_info, named.deployment)
    identify(named.resource, identity, scope_info)
    other = configuration_of(identity, scope_info)
    if other is None or reference_id(other) == reference_id(named.configuration):
        return
    findings = state_of(scope_info.app).part(_Named).findings
    findings.setdefault(reference_id(scope_info.stack), []).append(
        f"{named.configuration.node.path}: {other.node.path} configures the same function and qualifier, and "
        "Lambda keeps one configuration for each; put all settings into one EventInvokeConfig"
    )
