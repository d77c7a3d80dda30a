"""The place of a construct in its app, and its annotations there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar, cast
from weakref import WeakKeyDictionary

import jsii
from constructs import IValidation

from constructs_eic._bindings.construction import scopes_of, stack_of_scopes
from constructs_eic._bindings.framework import core
from constructs_eic._bindings.reading import Reading, current_reading, reading
from constructs_eic._bindings.resources import is_in_current_stack, reference_id
from constructs_eic._values.errors import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constructs import Construct, IConstruct, Node

    from constructs_eic._bindings.installed import TerraformStack
    from constructs_eic._bindings.protocols import TerraformElement


@dataclass(frozen=True)
class ScopeInfo:
    """The place of a scope in its app.

    Attributes:
        app: Identity of the app.
        stack: The stack.
        lineage: Identities of the scope and all above it, the nearest first.
    """

    app: str
    stack: TerraformStack
    lineage: tuple[str, ...]
    _tree: Node

    @property
    def has_other_stacks(self) -> bool:
        """`True` if a token here may come from another stack."""
        read = current_reading() or Reading(self.stack)
        if read.other_stacks is None:
            own = [reference_id(self.stack)]
            read.other_stacks = [reference_id(child) for child in self._tree.children] != own
        return read.other_stacks

    @property
    def stack_path(self) -> str:
        """The path of the stack in the app."""
        path = _paths.get(self.stack)
        if path is None:
            path = _paths[self.stack] = node_of(self.stack).path
        return path


# This never changes: a construct never moves.
_places: WeakKeyDictionary[object, ScopeInfo] = WeakKeyDictionary()
_nodes: WeakKeyDictionary[object, Node] = WeakKeyDictionary()
_paths: WeakKeyDictionary[object, str] = WeakKeyDictionary()


def scope_info_of(scope: IConstruct) -> ScopeInfo:
    """Return where `scope` is in its app."""
    require_construct(scope)
    scope_info = _places.get(scope)
    if scope_info is None:
        scopes = scopes_of(scope) or node_of(scope).scopes[::-1]
        scope_info = ScopeInfo(
            app=reference_id(scopes[-1]),
            stack=stack_of_scopes(scopes) or core.TerraformStack.of(scope),
            lineage=tuple(map(reference_id, scopes)),
            _tree=node_of(scopes[-1]),
        )
        _places[scope] = scope_info
    return scope_info


def stack_of(construct: TerraformElement) -> TerraformStack:
    """The stack that `construct` is in."""
    read = current_reading()
    return read.stack if read and is_in_current_stack(construct) else scope_info_of(construct).stack


def node_of(construct: IConstruct) -> Node:
    """The node of `construct` in the tree."""
    node = _nodes.get(construct)
    if node is None:
        node = _nodes[construct] = construct.node
    return node


Constructor = TypeVar("Constructor", bound="Callable[..., None]")


def reading_once(constructor: Constructor) -> Constructor:
    """Let a constructor that begins with `scope` read everything in the app only once."""

    @wraps(constructor)
    def construct(self: object, scope: Construct, *args: object, **kwargs: object) -> None:
        scope_info = scope_info_of(scope)
        with reading(scope_info.stack):
            constructor(self, scope, *args, **kwargs)

    return cast("Constructor", construct)


def require_construct(scope: object) -> None:
    """Raise `TypeError` if `scope` is not a construct."""
    if not hasattr(scope, "__jsii_ref__"):
        raise TypeError(f"the scope has to be a construct, such as a stack; it is {shown(scope)}")


def is_in_tree(app: str, construct: IConstruct) -> bool:
    """Return whether `construct` is still in the tree of `app`: nothing above it was removed."""
    scopes = construct.node.scopes
    return reference_id(scopes[0]) == app and all(
        (found := above.node.try_find_child(below.node.id)) is not None
        and reference_id(found) == reference_id(below)
        for above, below in pairwise(scopes)
    )


@contextmanager
def removed_on_error(scope: Construct, id_: str) -> Iterator[None]:
    """Leave nothing of a construct in the tree if creating its parts fails."""
    try:
        yield
    except BaseException:
        scope.node.try_remove_child(id_)
        raise


def validate(construct: IConstruct, findings: Callable[[], list[str]]) -> None:
    """Let synthesis fail with what `findings` returns at that time, if it returns anything."""
    construct.node.add_validation(_validation()(findings))


def stacks_of(scope: IConstruct) -> list[TerraformStack] | None:
    """The stacks of an app, or the stack itself; `None` if `scope` is neither."""
    if core.TerraformStack.is_stack(scope):
        return [cast("TerraformStack", scope)]
    if not core.App.is_app(scope):
        return None
    return [
        cast("TerraformStack", each)
        for each in scope.node.find_all()
        if core.TerraformStack.is_stack(each)
    ]


def document_of(stack: TerraformStack) -> Mapping[str, object]:
    """The stack as Terraform's JSON, with the construct path of each resource."""
    document: Mapping[str, object] = stack.to_terraform()
    return document


@cache
def _validation() -> Callable[[Callable[[], list[str]]], IValidation]:
    @jsii.implements(IValidation)
    class Validation:
        def __init__(self, findings: Callable[[], list[str]]) -> None:
            self._findings = findings

        def validate(self) -> list[str]:
            return self._findings()

    return Validation


def warn(construct: IConstruct, message: str) -> None:
    """Add a warning that `cdktf synth` prints with the construct's path."""
    core.Annotations.of(construct).add_warning(message)
