"""The reference that a token is: an attribute of a resource, the resource's stack, and its construct."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, cast

from constructs import RootConstruct

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.construction import logical_id_of, origin_of
from constructs_eic._bindings.expressions import is_encoded, resolved, resolver
from constructs_eic._bindings.framework import core
from constructs_eic._bindings.reading import current_reading, once
from constructs_eic._bindings.resources import (
    declared,
    instance_example,
    reference_id,
    resource_type,
    stack_holding,
)
from constructs_eic._bindings.scope_info import is_in_tree, node_of, scope_info_of
from constructs_eic._bindings.spelling import snake
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeGuard

    from constructs import IConstruct

    from constructs_eic._bindings.installed import TerraformStack
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo

_ATTRIBUTE_REFERENCE = re.compile(
    r"\$\{(?P<resource_type>(?:data\.)?aws_\w+)\.(?P<logical_id>[\w-]+)(?P<index>\[[^\]]+\]|\.\*)?\.(?P<attribute>\w+)\}\Z"
)


_LOCAL = "local"

# How cdktf refers to a resource with `for_each` as a whole.
EVERY = ".*"


@dataclass(frozen=True)
class AttributeReference:
    """An attribute of a resource or data source, as a token names it.

    Attributes:
        stack: The stack of the resource.
        resource_type: Terraform's type of the resource.
        logical_id: The name of the resource in Terraform.
        attribute: The attribute, as Terraform names it.
        index: Which instances of the resource, such as `[0]`.
        element: The resource, if it is known that the token was read from it.
    """

    stack: TerraformStack
    resource_type: str
    logical_id: str
    attribute: str
    index: str | None = None
    element: TerraformElement | None = field(default=None, compare=False)

    def sibling(self, attribute: str) -> str:
        """Another attribute of the same resource, as an expression valid in its own stack."""
        return f"${{{self.resource_type}.{self.logical_id}{self.index or ''}.{attribute}}}"


def reference_of(token: str, scope_info: ScopeInfo) -> AttributeReference | None:
    """The attribute of an AWS resource that `token` refers to; `None` for any other expression or text."""
    if not is_token(token):
        return None
    return _as_read(token, scope_info) or _as_resolved(token, scope_info)


def _as_read(token: str, scope_info: ScopeInfo) -> AttributeReference | None:
    """Return what `token` refers to, if it is remembered which resource it was read from."""
    element, member = origin_of(token, scope_info.stack) or (None, "")
    type_ = resource_type(element)
    if element is None or type_ is None:
        return None
    if declared(element).is_moved or instance_example(element, "") is not None:
        return None  # cdktf decides what such a token becomes
    return AttributeReference(
        stack_holding(element), type_, logical_id_of(element), snake(member), element=element
    )


def _as_resolved(token: str, scope_info: ScopeInfo) -> AttributeReference | None:
    match = _ATTRIBUTE_REFERENCE.match(resolved(token, scope_info))
    if not match:
        return None
    type_, logical_id, index, attribute = match.groups()
    return AttributeReference(_stack_of(token, scope_info), type_, logical_id, attribute, index)


def is_of_stack(token: str, scope_info: ScopeInfo) -> bool:
    """Return whether `token` refers to something in the stack of `scope_info`, or to nothing in any stack."""
    return reference_id(_stack_of(token, scope_info)) == reference_id(scope_info.stack)


def identity_of(text: str, scope_info: ScopeInfo) -> str:
    """`text` as it is the same in each run and different for different values: its tokens as expressions.

    With the stack's path for a token of another stack, where the same expression may mean something else.
    """
    expression = resolved(text, scope_info)
    if not is_encoded(text) or is_of_stack(text, scope_info):
        return expression
    return f"{node_of(_stack_of(text, scope_info)).path}: {expression}"


def _stack_of(token: str, scope_info: ScopeInfo) -> TerraformStack:
    stack = None
    if is_encoded(token) and scope_info.has_other_stacks:
        reading = current_reading()
        stack = once(reading.origins if reading else None, token, lambda: _origin(token))
    return stack or scope_info.stack


class _OriginFoundError(Exception):
    """Stops a resolution once the origin is known."""


@cache
def _probe() -> TerraformStack:
    """A stack outside every app that finds out which stack a token comes from.

    cdktf does not expose a token's stack. But when it resolves a token for another stack, it first declares that
    stack's dependency on the token's own. The probe intercepts this and stops there, before anything is written to
    either stack.
    """

    class OriginProbe(core.TerraformStack):
        origin: TerraformStack | None = None

        def add_dependency(self, dependency: TerraformStack) -> None:
            self.origin = dependency
            raise _OriginFoundError(
                "the origin is found"
            )  # jsii treats an error without text as no error

    return OriginProbe(
        RootConstruct(), "origin-probe"
    )  # an App would immediately create its output folder


def origin_of_token(token: str) -> ScopeInfo | None:
    """Return where the stack is that `token` refers to; `None` if it refers to nothing in a stack."""
    stack = _origin(token) if is_encoded(token) else None
    return None if stack is None else scope_info_of(stack)


def _origin(token: str) -> TerraformStack | None:
    probe = _probe()
    probe.origin = None  # type: ignore[attr-defined]
    try:
        core.Tokenization.resolve(token, scope=probe, preparing=True, resolver=resolver())
    except Exception:
        if probe.origin is None:  # type: ignore[attr-defined]
            raise
    return cast("TerraformStack | None", probe.origin)  # type: ignore[attr-defined]


def find(reference: AttributeReference) -> TerraformElement | None:
    """The construct that `reference` names: at the place its logical id indicates, else anywhere in the stack."""
    return reference.element or _find_by_id(reference) or _search(reference)


def find_local(name: str, stack: TerraformStack) -> TerraformElement | None:
    """The `TerraformLocal` that expressions in `stack` name `local.NAME`."""
    return find(AttributeReference(stack, _LOCAL, name, ""))


def _find_by_id(reference: AttributeReference) -> TerraformElement | None:
    """The construct that `reference` names, from its logical id: the ids on its path, and a hash of them.

    A logical id that was overridden does not indicate a path.
    """
    if reference.index not in (None, EVERY):
        return None  # one of several instances, which has no construct of its own
    child = _child(reference.stack, reference.logical_id)
    if child is not None and _names(child, reference):
        return child
    ids, _, hash_ = reference.logical_id.rpartition("_")
    return _descend(reference.stack, ids.split("_"), reference) if _HASH.match(hash_) else None


_HASH = re.compile(r"[0-9A-F]{8}\Z")


def _descend(
    scope: IConstruct, parts: Sequence[str], reference: AttributeReference
) -> TerraformElement | None:
    """Follow `parts` of a logical id down the tree; an id may itself contain an underscore."""
    for taken in range(1, len(parts) + 1):
        child = _child(scope, "_".join(parts[:taken]))
        if child is None:
            continue
        if taken < len(parts):
            found = _descend(child, parts[taken:], reference)
        elif _names(child, reference):
            found = child
        else:
            below = _child(child, "Resource")  # which cdktf leaves out of the id
            found = below if _names(below, reference) else None
        if found is not None:
            return found
    return None


def _child(scope: IConstruct, id_: str) -> IConstruct | None:
    reading = current_reading()
    known = reading.children if reading else None
    return once(known, (reference_id(scope), id_), lambda: node_of(scope).try_find_child(id_))


def _search(reference: AttributeReference) -> TerraformElement | None:
    """The construct that `reference` names, searched for in its whole stack."""
    if reference.index not in (None, EVERY):
        return None
    root = reference_id(node_of(reference.stack).root)
    known = state_of(root).part(_Found).elements
    key = (reference_id(reference.stack), reference.resource_type, reference.logical_id)
    element = known.get(key)
    if element is None or not is_in_tree(root, element):
        everything = node_of(reference.stack).find_all()
        element = next((each for each in everything if _names(each, reference)), None)
        known[key] = element
    return element


@dataclass
class _Found:
    """The results of searches in whole stacks, in one app."""

    elements: dict[tuple[str, str, str], TerraformElement | None] = field(default_factory=dict)


def _names(
    candidate: IConstruct | None, reference: AttributeReference
) -> TypeGuard[TerraformElement]:
    if reference.resource_type == _LOCAL:
        is_local = getattr(type(candidate), "__jsii_type__", "").endswith(".TerraformLocal")
        element = cast("TerraformElement", candidate)
        return is_local and element.friendly_unique_id == reference.logical_id
    if resource_type(candidate) != reference.resource_type:
        return False
    address = declared(cast("TerraformElement", candidate)).address
    return address == f"{reference.resource_type}.{reference.logical_id}"
