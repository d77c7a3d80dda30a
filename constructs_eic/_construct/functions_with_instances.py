"""A function with `count` or `for_each` is waited for by the configurations that give the name of an instance.

Which instance has the name, only Terraform knows. So the name stays, and what uses it waits for all instances:
Terraform would otherwise read the data source, and create the configuration, before the function exists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.expressions import resolved, resolved_keys, resolved_texts
from constructs_eic._bindings.making import wait_for
from constructs_eic._bindings.reading import reading
from constructs_eic._bindings.resources import (
    address,
    declared,
    is_in_current_stack,
    reference_id,
    resource_type,
)
from constructs_eic._construct.named_functions import name_of, unrecognized
from constructs_eic._target.function_lookup import lookups_of
from constructs_eic._target.named_function import is_named_by
from constructs_eic._values.expression_references import instance_references_in
from constructs_eic._values.tokens import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs import IConstruct

    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo


@dataclass
class _Awaited:
    """The resources of one app that wait for an address already."""

    known: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class _Function:
    """A function with `count` or `for_each`: its name as an expression, and the literal elements of `for_each`."""

    function: TerraformElement
    name: str
    elements: str

    def may_have(self, name: str) -> bool:
        """Return whether an instance may have this name, according to what is literal."""
        if not instance_references_in(self.name):
            return self.name == name
        parts = pieces(self.name)
        pattern = "".join("(.+)" if is_template else re.escape(text) for text, is_template in parts)
        match = re.fullmatch(pattern, name)
        if match is None:
            return False
        if self.elements:
            return any(f'"{each}"' in self.elements for each in match.groups())
        return any(not is_template for _, is_template in parts)


def wait_for_instances(scope_info: ScopeInfo, elements: Mapping[str, IConstruct]) -> None:
    """Let configurations of functions that were not recognized wait for functions with instances in `elements`."""
    waiting = [each for each in unrecognized(scope_info) if reference_id(each.resource) in elements]
    if not waiting:
        return
    known = state_of(scope_info.app).part(_Awaited).known
    with reading(scope_info.stack):
        functions = [*_functions_with_instances(elements, scope_info)]
        for named in waiting if functions else ():
            name = name_of(named.target, scope_info)
            for each in functions:
                if not each.may_have(name):
                    continue
                if not is_named_by(named.target, named.deployment, each.function, scope_info):
                    continue
                awaited = address(each.function)
                for one in (named.resource, *lookups_of(named.configuration, scope_info)):
                    if (reference_id(one), awaited) not in known:
                        known.add((reference_id(one), awaited))
                        wait_for(one, [awaited])


def _functions_with_instances(
    elements: Mapping[str, IConstruct], scope_info: ScopeInfo
) -> Iterator[_Function]:
    for element in elements.values():
        if resource_type(element) != "aws_lambda_function":
            continue
        function = cast("TerraformElement", element)
        arguments = declared(function).arguments
        count, for_each = arguments.get("count"), arguments.get("for_each")
        name = arguments.get("function_name")
        has_instances = count is not None or for_each is not None
        if has_instances and isinstance(name, str) and is_in_current_stack(function):
            literal = "" if for_each is None else _elements_of(for_each, scope_info)
            yield _Function(function, resolved(name, scope_info), literal)


def _elements_of(for_each: object, scope_info: ScopeInfo) -> str:
    """The literal elements of a list, or keys and values of a map, in quotes, as cdktf writes the former."""
    keys, texts = resolved_keys(for_each, scope_info), resolved_texts(for_each, scope_info)
    text = "".join(f'"{each}"' for each in (*keys, *texts)) if keys else "".join(texts)
    return text if '"' in text else ""
