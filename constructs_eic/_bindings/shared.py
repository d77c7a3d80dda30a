"""Resources and data sources that all constructs of a stack share which need the same.

Each stands at the stack itself, and its id depends on what it is alone: a construct that comes or goes changes the
address of nothing that others use.
"""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.reading import once
from constructs_eic._bindings.references import identity_of
from constructs_eic._bindings.resources import attribute, given, reference_id, resource_type
from constructs_eic._bindings.scope_info import node_of
from constructs_eic._values.tokens import is_token

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from constructs import Construct, IConstruct

    from constructs_eic._bindings.protocols import TerraformElement, TerraformProvider
    from constructs_eic._bindings.scope_info import ScopeInfo


@dataclass
class SharedElement:
    """One resource or data source of a stack, and the constructs that need it.

    Attributes:
        element: The resource or data source.
        id: Its id in the stack.
        users: The constructs that need it, by identity.
    """

    element: TerraformElement
    id: str
    users: dict[str, IConstruct] = field(default_factory=dict)
    _attributes: dict[str, str] = field(default_factory=dict)

    def attribute(self, name: str) -> str:
        """A reference to an attribute, for constructs in the same stack."""
        return once(self._attributes, name, lambda: attribute(self.element, name))


@dataclass
class _SharedElements:
    """The shared elements of one app, by stack and by id, and the ids of those that each construct needs."""

    by_stack: dict[str, dict[str, SharedElement]] = field(default_factory=dict)
    by_user: dict[str, set[str]] = field(default_factory=dict)


def shared_element(
    label: str,
    key: object,
    user: IConstruct,
    scope_info: ScopeInfo,
    create: Callable[[Construct, str], TerraformElement],
) -> SharedElement:
    """Return what has this label and key in the stack of `user`; created for the first that needs it.

    Args:
        label: What its id begins with, for readers.
        key: What makes it different from others with this label: texts with tokens, numbers, and lists of these.
        user: The construct that needs it.
        scope_info: Where `user` is in the app.
        create: Creates it in the stack, with the id that it is given.
    """
    id_ = f"{label}-{_digest(key, scope_info)}"
    elements = _elements_of(scope_info)
    if id_ not in elements:
        elements[id_] = SharedElement(create(scope_info.stack, id_), id_)
    elements[id_].users[reference_id(user)] = user
    state_of(scope_info.app).part(_SharedElements).by_user.setdefault(
        reference_id(user), set()
    ).add(id_)
    return elements[id_]


def users_of(element: TerraformElement, scope_info: ScopeInfo) -> list[IConstruct]:
    """The constructs that need `element`; none if it is not shared."""
    identity = reference_id(element)
    for shared in _elements_of(scope_info).values():
        if reference_id(shared.element) == identity:
            return [*shared.users.values()]
    return []


def remove_unused(scope_info: ScopeInfo, present: Collection[str]) -> set[str]:
    """Remove what no construct needs any more.

    Args:
        scope_info: The stack.
        present: The identities of what is in the stack.

    Returns:
        The identities of what was removed.
    """
    removed = set()
    for shared in [*_elements_of(scope_info).values()]:
        shared.users = {id_: user for id_, user in shared.users.items() if id_ in present}
        if _remove_if_unused(shared, scope_info):
            removed.add(reference_id(shared.element))
    return removed


def release(user: IConstruct, type_: str, scope_info: ScopeInfo) -> None:
    """Let `user` no longer need what it shares of one type, such as `data.aws_lambda_function`."""
    for shared in _needed_by(user, scope_info):
        if resource_type(shared.element) == type_:
            _release(shared, user, scope_info)


def needed_by(user: IConstruct, type_: str, scope_info: ScopeInfo) -> list[TerraformElement]:
    """Return what `user` shares of one type, such as `data.aws_lambda_function`."""
    elements = [each.element for each in _needed_by(user, scope_info)]
    return [each for each in elements if resource_type(each) == type_]


@contextmanager
def released_on_error(user: IConstruct, scope_info: ScopeInfo) -> Iterator[None]:
    """Leave nothing in the stack that `user` alone needs if creating it fails."""
    try:
        yield
    except BaseException:
        for shared in _needed_by(user, scope_info):
            _release(shared, user, scope_info)
        raise


def _needed_by(user: IConstruct, scope_info: ScopeInfo) -> list[SharedElement]:
    ids = state_of(scope_info.app).part(_SharedElements).by_user.get(reference_id(user), set())
    elements = _elements_of(scope_info)
    return [elements[id_] for id_ in sorted(ids) if id_ in elements]


def _release(shared: SharedElement, user: IConstruct, scope_info: ScopeInfo) -> None:
    shared.users.pop(reference_id(user), None)
    _remove_if_unused(shared, scope_info)


def _remove_if_unused(shared: SharedElement, scope_info: ScopeInfo) -> bool:
    if shared.users:
        return False
    node_of(scope_info.stack).try_remove_child(shared.id)
    del _elements_of(scope_info)[shared.id]
    return True


def _elements_of(scope_info: ScopeInfo) -> dict[str, SharedElement]:
    by_stack = state_of(scope_info.app).part(_SharedElements).by_stack
    return by_stack.setdefault(reference_id(scope_info.stack), {})


def _digest(key: object, scope_info: ScopeInfo) -> str:
    text = json.dumps(_stable(key, scope_info))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _stable(value: object, scope_info: ScopeInfo) -> object:
    """`value` as it is the same in each run of the app."""
    if isinstance(value, str):
        return identity_of(value, scope_info)
    if isinstance(value, (list, tuple)):
        return [_stable(each, scope_info) for each in value]
    return value


def provider_key(provider: TerraformProvider | None) -> object:
    """Return what makes `provider` different from others in its stack; `None` for the stack's own."""
    return None if provider is None else given(provider, "alias")


_REFERENCE = re.compile(r"(?:aws_\w+|var|local|module)\.([A-Za-z_][\w-]*)")
# What an id has besides the name: what begins those of functions that are looked up, and the hash at the end.
_NOT_NAME = re.compile(r"\AFunction-|[-_][0-9A-Fa-f]{8}\Z")
_NOT_IN_IDS = re.compile(r"[^\w-]+", re.ASCII)
_LONGEST_LABEL = 100


def label_of(kind: str, named: str) -> str:
    """The beginning of an id: the kind, and a literal name or the name of what an expression refers to.

    >>> label_of("Policy", "send@orders"), label_of("Policy", "${aws_iam_role.orders_role_19A14D66.name}")
    ('Policy-send-orders', 'Policy-orders_role')
    """
    name = named
    if is_token(named):
        reference = _REFERENCE.search(named)
        name = _NOT_NAME.sub("", reference[1]) if reference else ""
    name = _NOT_IN_IDS.sub("-", name)[:_LONGEST_LABEL].strip("-")
    return f"{kind}-{name}" if name else kind
