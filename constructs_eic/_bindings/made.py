"""Resources as the app's own messages to Node created them, so that Node need not be asked.

This is verified: for each kind of resource, the first one is also read from Node and compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic._bindings.logical_id import logical_id
from constructs_eic._bindings.noticed import noticed
from constructs_eic._bindings.spelling import camel, snake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_eic._bindings.noticed import Noticed
    from constructs_eic._bindings.reading import Declared

# Of exactly these types: Node turns an enum's member that is text into plain text.
_PLAIN = (str, int, float, bool)


@dataclass(frozen=True)
class Position:
    """Where a construct is in its app.

    Attributes:
        stack: Identity of its stack.
        path: Its path in the app.
        ids: The ids from the stack on.
        logical_id: Its name in Terraform.
    """

    stack: str
    path: str
    ids: tuple[str, ...]
    logical_id: str


@dataclass(frozen=True)
class MadeResource:
    """A resource on which nothing was set or called since it was created.

    Attributes:
        kind: Its jsii type.
        position: Where it is in the app.
        arguments: Those that were given, named as in jsii.
    """

    kind: str
    position: Position
    arguments: Mapping[str, object]

    @property
    def agreed(self) -> tuple[str, bool]:
        """What Node must agree on once: the kind, and whether it is directly in the stack."""
        return self.kind, len(self.position.ids) == 1


def made_resource(ref: str) -> MadeResource | None:
    """The resource with the identity `ref`; `None` if its current state is not known."""
    seen = noticed()
    made = seen.constructs.get(ref) if seen else None
    if seen is None or made is None or made.arguments is None:
        return None
    position = _position(ref, seen)
    return MadeResource(made.kind, position, made.arguments) if position else None


def _position(ref: str, seen: Noticed) -> Position | None:
    ids: list[str] = []
    stack, depth = None, 0
    made = seen.constructs.get(ref)
    while made is not None and made.scope is not None:
        if stack is None and made.kind.endswith(".TerraformStack"):
            stack, depth = ref, len(ids)
        ids.append(made.id)
        ref = made.scope
        made = seen.constructs.get(ref)
    if made is None or stack is None or any("/" in each for each in ids):
        return None  # not in an app that was seen being created, or of an id that Node changes
    in_stack = tuple(reversed(ids[:depth]))
    name = logical_id(in_stack)
    return Position(stack, "/".join(reversed(ids)), in_stack, name) if name else None


def made_attribute(token: str) -> tuple[MadeResource, str] | None:
    """The resource and the attribute, as Terraform names it, that `token` stands for."""
    seen = noticed()
    found = seen.attributes.get(token) if seen else None
    resource = made_resource(found[0]) if found else None
    if found is None or resource is None or "forEach" in resource.arguments:
        return None
    return resource, snake(found[1])


def node_agrees(what: tuple[object, ...], compare: Callable[[], bool]) -> bool:
    """Whether Node gave the same answer as the messages; the first time, `compare` asks it."""
    seen = noticed()
    if seen is None:
        return False
    if what not in seen.agrees:
        seen.agrees[what] = compare()
    return seen.agrees[what]


class Arguments(Mapping[str, object]):
    """Arguments as they were given; those that are not plain values are read from Node when they are requested."""

    def __init__(self, given: Mapping[str, object], read: Callable[[], Declared]) -> None:
        self._given = given
        self._read = read
        self._whole: Mapping[str, object] | None = None

    def __getitem__(self, name: str) -> object:
        value = self._given.get(camel(name))
        if value is None:
            raise KeyError(name)
        return value if type(value) in _PLAIN else self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def agree_with(self, read: Mapping[str, object]) -> bool:
        """Whether the plain values are those that Node returns."""
        return all(
            read.get(snake(name)) == value
            for name, value in self._given.items()
            if type(value) in _PLAIN
        )

    def _all(self) -> Mapping[str, object]:
        if self._whole is None:
            self._whole = self._read().arguments
        return self._whole
