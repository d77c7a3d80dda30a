"""Durable functions that are destinations by their name or ARN: Lambda needs one of their versions or aliases.

This is checked when the app is synthesized: the function may be created after the configuration, in any stack.

Source: "Invoking Lambda durable functions" in the AWS Lambda Developer Guide.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.resources import reference_id, resource_type
from constructs_eic._bindings.scope_info import is_in_tree, node_of, stack_of, validate
from constructs_eic._target.function import literal_name_of
from constructs_eic._target.location import Location
from constructs_eic._target.target import is_managed
from constructs_eic._values.destination_kinds import LAMBDA
from constructs_eic.destinations.kind_checks import undeliverable_resource
from constructs_eic.destinations.lambda_function import LambdaDestination, destination_function

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import Construct, IConstruct

    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._construct.arguments import Arguments
    from constructs_eic.destinations.attached import AttachedDestination


@dataclass(frozen=True)
class _NamedDestination:
    """A function without qualifier that is a destination by its name alone."""

    configuration: Construct
    attached: AttachedDestination
    name: str
    location: Location
    stack: str

    def finding(self, function: TerraformElement) -> str | None:
        """Return what is wrong if `function`, which has the name, is this destination and is durable."""
        never = undeliverable_resource(LAMBDA, function)
        if never is None or not self._is(function):
            return None
        checked = self.attached.checked
        given = checked.shown(self.attached.destination.given)
        return (
            f"{self.configuration.node.path}: {checked.outcome.argument}={given}: {never.reason}; {never.fix} "
            f"({function.node.path})"
        )

    def _is(self, function: TerraformElement) -> bool:
        there = Location.of_resource(function)
        if self.location.differs_from(there):
            return False
        is_beside = reference_id(stack_of(function)) == self.stack
        return is_beside or self.location.region == there.region is not None


@dataclass
class _NamedDestinations:
    """The destinations of one app that are named."""

    known: list[_NamedDestination] = field(default_factory=list)


def check_when_synthesized(configuration: Construct, arguments: Arguments) -> None:
    """Let synthesis fail if a destination of a configuration is a durable function known by its name alone."""
    scope_info = arguments.scope_info
    for attached in arguments.destinations:
        named = _named(configuration, attached, arguments)
        if named is None:
            continue
        known = state_of(scope_info.app).part(_NamedDestinations).known
        if not known:
            validate(node_of(scope_info.stack).root, partial(_findings, scope_info, known))
        known.append(named)


def _named(
    configuration: Construct, attached: AttachedDestination, arguments: Arguments
) -> _NamedDestination | None:
    if not isinstance(attached.destination, LambdaDestination):
        return None
    target = destination_function(attached.destination, attached.checked)
    if target is None or target.qualifier is not None or target.literal_name is None:
        return None
    if is_managed(target.function):
        return None  # which is checked when the configuration is created
    return _NamedDestination(
        configuration,
        attached,
        target.literal_name,
        Location.of_function(target, arguments.deployment, arguments.scope_info),
        reference_id(arguments.scope_info.stack),
    )


def _findings(scope_info: ScopeInfo, known: Sequence[_NamedDestination]) -> list[str]:
    functions = _functions_by_name(node_of(scope_info.stack).root.node.find_all())
    findings = []
    for each in known:
        if each.name not in functions or not is_in_tree(scope_info.app, each.configuration):
            continue
        found = (each.finding(function) for function in functions[each.name])
        findings += [finding for finding in found if finding is not None][:1]
    return findings


def _functions_by_name(elements: Sequence[IConstruct]) -> Mapping[str, list[TerraformElement]]:
    found: dict[str, list[TerraformElement]] = defaultdict(list)
    for element in elements:
        if resource_type(element) == "aws_lambda_function":
            function = cast("TerraformElement", element)
            found[literal_name_of(function) or ""].append(function)
    return found
