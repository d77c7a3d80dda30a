"""A configuration whose qualifier is the name of an alias waits for that `LambdaAlias`, if it is in the stack.

Lambda refuses a configuration for an alias that does not exist yet. A name alone gives Terraform no order. What is
in the stack is known when that is synthesized: the alias may be created after the configuration.

An alias may be named `latest`, but the name is more often a mistake for `$LATEST`: if the stack has no such alias,
that is a warning.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.expressions import resolved
from constructs_eic._bindings.reading import reading
from constructs_eic._bindings.resources import (
    address,
    given,
    given_text,
    is_in_current_stack,
    reference_id,
    resource_type,
)
from constructs_eic._bindings.scope_info import warn
from constructs_eic._target.deployment import Deployment
from constructs_eic._target.function import read_function
from constructs_eic._target.named_function import is_same_place
from constructs_eic._target.target import is_managed
from constructs_eic._values.errors import Problems
from constructs_eic._values.function_reference import LATEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs import IConstruct

    from constructs_eic._bindings.installed import LambdaFunctionEventInvokeConfig
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.target import Target


@dataclass
class NamedAlias:
    """A configuration whose qualifier is a name, which may be that of an alias in the stack.

    Attributes:
        config: The construct, which a warning is added to.
        resource: Its resource.
        target: The function and qualifier.
        deployment: Provider and region of the configuration.
        added: The address of the alias that was added to what it waits for, if one was.
        is_warned: Whether it was warned that `latest` is not `$LATEST`.
    """

    config: IConstruct
    resource: LambdaFunctionEventInvokeConfig
    target: Target
    deployment: Deployment
    added: str | None = None
    is_warned: bool = False


@dataclass
class _NamedAliases:
    """The configurations of one app, by stack."""

    by_stack: dict[str, list[NamedAlias]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Alias:
    """An alias in the stack, and the function that it is of."""

    alias: TerraformElement
    target: Target


def wait_when_synthesized(named: NamedAlias, scope_info: ScopeInfo) -> None:
    """Let `wait_for_aliases` look for the alias of a configuration that is given by its name."""
    qualifier = named.target.qualifier
    if qualifier is None or qualifier.literal is None or qualifier.alias is not None:
        return
    if not (qualifier.literal.isdigit() or qualifier.literal.startswith("$")):
        by_stack = state_of(scope_info.app).part(_NamedAliases).by_stack
        by_stack.setdefault(reference_id(scope_info.stack), []).append(named)


def wait_for_aliases(scope_info: ScopeInfo, elements: Mapping[str, IConstruct]) -> None:
    """Let each configuration in a stack wait for the alias that its qualifier names, if that is in `elements`."""
    known = state_of(scope_info.app).part(_NamedAliases).by_stack
    waiting = [
        each
        for each in known.get(reference_id(scope_info.stack), [])
        if reference_id(each.resource) in elements
    ]
    if not waiting:
        return
    with reading(scope_info.stack):
        aliases = _aliases_by_key([*elements.values()], scope_info)
        for each in waiting:
            alias = _alias_of(each, aliases, scope_info) if aliases else None
            wanted = None if alias is None else address(alias)
            if wanted != each.added:
                _wait(each, wanted, scope_info)
            if alias is None:
                _warn_of_latest(each)


def _aliases_by_key(
    elements: Sequence[IConstruct], scope_info: ScopeInfo
) -> Mapping[tuple[str, str], list[_Alias]]:
    """The aliases among `elements` by their name and what their function is known by."""
    found: dict[tuple[str, str], list[_Alias]] = defaultdict(list)
    for element in elements:
        if resource_type(element) != "aws_lambda_alias":
            continue
        alias = cast("TerraformElement", element)
        name = given_text(alias, "name")
        if name is None or not is_in_current_stack(alias):
            continue
        # What is wrong with an alias is not for this configuration to say.
        behind = read_function(
            "function", given(alias, "function_name"), scope_info, Problems(lambda: "")
        )
        if behind is not None:
            for key in _keys(behind, scope_info):
                found[name, key].append(_Alias(alias, behind))
    return found


def _keys(target: Target, scope_info: ScopeInfo) -> Iterator[str]:
    """Yield what a function is known by: the resource, and its name, literal or as an expression."""
    name = target.literal_name or target.token or target.name
    if is_managed(target.function):
        yield reference_id(target.function)
        name = cast("str", given(target.function, "function_name"))
    yield resolved(name, scope_info)


def _alias_of(
    named: NamedAlias, aliases: Mapping[tuple[str, str], list[_Alias]], scope_info: ScopeInfo
) -> TerraformElement | None:
    name = cast("str", named.target.qualifier and named.target.qualifier.literal)
    for key in _keys(named.target, scope_info):
        for each in aliases.get((name, key), []):
            if named.target.is_another_function(each.target):
                continue
            if address(named.resource) in _awaited(given(each.alias, "depends_on"), scope_info):
                continue
            if is_same_place(Deployment.of(each.alias), named.deployment, scope_info):
                return each.alias
    return None


def _wait(named: NamedAlias, wanted: str | None, scope_info: ScopeInfo) -> None:
    """Let a configuration also wait for `wanted`, and no longer for what was added before."""
    others = [each for each in named.resource.depends_on or () if each != named.added]
    added = None if wanted in _awaited(others, scope_info) else wanted
    named.resource.depends_on = [*others, *([] if added is None else [added])]
    named.added = wanted


def _warn_of_latest(named: NamedAlias) -> None:
    qualifier = named.target.qualifier
    name = "" if qualifier is None else str(qualifier.literal)
    if f"${name.upper()}" != LATEST or named.is_warned:
        return
    named.is_warned = True
    warn(
        named.config,
        f"the qualifier {name!r} is the name of an alias, and the stack has no LambdaAlias of this name: "
        f"give '{LATEST}' for the unpublished version, or, if the alias exists, the LambdaAlias or "
        "DataAwsLambdaAlias itself",
    )


def _awaited(depends_on: object, scope_info: ScopeInfo) -> set[str]:
    """The addresses in `depends_on` of a resource."""
    given = cast("Sequence[str]", depends_on or ())
    return {resolved(each, scope_info).strip("${}") for each in given}
