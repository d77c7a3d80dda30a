"""Where a construct stands in its app, and what it has to say there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

import jsii
from constructs import IValidation

from constructs_eic.bindings.framework import core
from constructs_eic.bindings.resources import reference_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from constructs import Construct, IConstruct, Node

    from constructs_eic.bindings.installed import TerraformStack


@dataclass(frozen=True)
class Place:
    """Where a scope stands in its app.

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
        """Whether a token here may come from another stack."""
        return [reference_id(child) for child in self._tree.children] != [reference_id(self.stack)]


_places: WeakKeyDictionary[object, Place] = WeakKeyDictionary()


def place_of(scope: IConstruct) -> Place:
    """Where `scope` stands; a construct never moves, so each is asked once."""
    require_construct(scope)
    place = _places.get(scope)
    if place is None:
        scopes = scope.node.scopes
        place = Place(
            app=reference_id(scopes[0]),
            stack=stack_of(scope),
            lineage=tuple(reference_id(each) for each in reversed(scopes)),
            _tree=scopes[0].node,
        )
        _places[scope] = place
    return place


def stack_of(construct: IConstruct) -> TerraformStack:
    """The stack that `construct` stands in."""
    return core.TerraformStack.of(construct)


def require_construct(scope: object) -> None:
    """Raise `TypeError` where `scope` is no construct."""
    if not hasattr(scope, "__jsii_ref__"):
        raise TypeError(f"the scope has to be a construct, such as a stack; it is {scope!r}")


def stands_in(app: str, construct: IConstruct) -> bool:
    """Whether `construct` is in the tree of `app` still: nothing above it was removed."""
    scopes = construct.node.scopes
    return reference_id(scopes[0]) == app and all(
        (found := above.node.try_find_child(below.node.id)) is not None
        and reference_id(found) == reference_id(below)
        for above, below in pairwise(scopes)
    )


@contextmanager
def removed_on_error(scope: Construct, id_: str) -> Iterator[None]:
    """Leave nothing of a construct in the tree where making its parts fails."""
    try:
        yield
    except BaseException:
        scope.node.try_remove_child(id_)
        raise


def validate(construct: IConstruct, findings: Callable[[], list[str]]) -> None:
    """Let synthesis fail with what `findings` gives then, if it gives anything."""
    construct.node.add_validation(_validation()(findings))


def stacks_of(scope: IConstruct) -> list[TerraformStack] | None:
    """The stacks of an app, or the stack itself; `None` where `scope` is neither."""
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
    """A warning that `cdktf synth` prints beside the construct's path."""
    core.Annotations.of(construct).add_warning(message)
