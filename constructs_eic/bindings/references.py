"""What a token refers to: an attribute of a resource, in which stack, and the construct behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, cast

from constructs import RootConstruct

from constructs_eic.bindings.expressions import is_encoded, resolved, resolver
from constructs_eic.bindings.framework import core
from constructs_eic.bindings.places import stands_in
from constructs_eic.bindings.resources import reference_id, resource_type
from constructs_eic.state import state_of
from constructs_eic.tokens import is_token

if TYPE_CHECKING:
    from typing import TypeGuard

    from constructs import Construct, IConstruct

    from constructs_eic.bindings.installed import TerraformStack
    from constructs_eic.bindings.places import Place
    from constructs_eic.bindings.protocols import TerraformElement

_ATTRIBUTE_REFERENCE = re.compile(
    r"\$\{(?P<resource_type>(?:data\.)?aws_\w+)\.(?P<logical_id>[\w-]+)(?P<index>\[[^\]]+\]|\.\*)?\.(?P<attribute>\w+)\}\Z"
)


# How cdktf refers to a resource with `for_each` as a whole.
EVERY = ".*"


@dataclass(frozen=True)
class AttributeReference:
    """An attribute of a resource or data source, as a token names it."""

    stack: TerraformStack
    resource_type: str
    logical_id: str
    attribute: str
    index: str | None = None

    def sibling(self, attribute: str) -> str:
        """Another attribute of the same resource, as an expression valid in its own stack."""
        return f"${{{self.resource_type}.{self.logical_id}{self.index or ''}.{attribute}}}"


def reference_of(token: str, place: Place) -> AttributeReference | None:
    """The attribute of an AWS resource that `token` refers to; `None` for any other expression or text."""
    if not is_token(token):
        return None
    match = _ATTRIBUTE_REFERENCE.match(resolved(token, place))
    if not match:
        return None
    stack = _origin(token) if is_encoded(token) and place.has_other_stacks else None
    return AttributeReference(stack or place.stack, **match.groupdict())


class _OriginFoundError(Exception):
    """Stops a resolution once the origin is known."""


@cache
def _probe() -> TerraformStack:
    """A stack outside every app that learns from which stack a token comes.

    cdktf keeps a token's stack to itself. But on resolving a token for another stack, the first thing it does is to
    declare that stack's dependency on the token's own. The probe hears of it and stops there, before anything is
    written to either stack.
    """

    class OriginProbe(core.TerraformStack):
        origin: TerraformStack | None = None

        def add_dependency(self, dependency: TerraformStack) -> None:
            self.origin = dependency
            raise _OriginFoundError(
                "the origin is found"
            )  # jsii takes an error without text for none

    return OriginProbe(
        RootConstruct(), "origin-probe"
    )  # an App would make its output folder at once


def _origin(token: str) -> TerraformStack | None:
    probe = _probe()
    probe.origin = None  # type: ignore[attr-defined]
    try:
        core.Tokenization.resolve(token, scope=probe, preparing=True, resolver=resolver())
    except Exception:
        if probe.origin is None:  # type: ignore[attr-defined]
            raise
    return cast("TerraformStack | None", probe.origin)  # type: ignore[attr-defined]


def find(reference: AttributeReference, near: Construct) -> TerraformElement | None:
    """The construct that `reference` names: looked for in the stack itself, beside `near`, then everywhere."""
    if reference.index not in (None, EVERY):
        return None  # one of many, for which no construct stands
    wanted = (reference.resource_type, reference.logical_id)
    child = reference.stack.node.try_find_child(reference.logical_id)
    if child is not None and _names(child, wanted):
        return child
    for sibling in near.node.children:
        if _names(sibling, wanted):
            return sibling
    known = state_of(reference_id(reference.stack.node.root)).part(_Found).elements
    key = (reference_id(reference.stack), *wanted)
    element = known.get(key)
    if element is None or not stands_in(reference_id(reference.stack.node.root), element):
        known[key] = element = next(
            (each for each in reference.stack.node.find_all() if _names(each, wanted)), None
        )
    return element


@dataclass
class _Found:
    """What was looked for far from where it was named, in one app."""

    elements: dict[tuple[str, str, str], TerraformElement | None] = field(default_factory=dict)


def _names(candidate: IConstruct, wanted: tuple[str, str]) -> TypeGuard[TerraformElement]:
    return (
        resource_type(candidate) == wanted[0]
        and cast("TerraformElement", candidate).friendly_unique_id == wanted[1]
    )
