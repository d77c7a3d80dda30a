"""A resource as it was constructed, which says the same as what Node returns for it, without a question to Node."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_eic._bindings.construction import arguments_of, logical_id_of
from constructs_eic._bindings.declared import Declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic._bindings.protocols import TerraformElement

# Of exactly these types: Node turns an enum's member that is text into plain text.
_PLAIN = (str, int, float, bool)


class AsConstructed:
    """A resource on which nothing was set or called since it was constructed, in the form of `Declared`."""

    is_moved = False
    moved_to: str | None = None

    def __init__(self, resource: TerraformElement, type_: str, given: Mapping[str, object]) -> None:
        self.arguments: Mapping[str, object] = _Arguments(resource, given)
        self._resource = resource
        self._type = type_

    @classmethod
    def of(cls, resource: TerraformElement, type_: str | None) -> AsConstructed | None:
        """`resource`, a `type_` in Terraform, as it was constructed; `None` if it may have changed since."""
        given = arguments_of(resource)
        return None if given is None or type_ is None else cls(resource, type_, given)

    @cached_property
    def address(self) -> str:
        """Its address in its stack, such as `aws_sqs_queue.failures`."""
        return f"{self._type}.{logical_id_of(self._resource)}"


class _Arguments(Mapping[str, object]):
    """Arguments as they were given; those that are not plain values are read from Node when they are requested."""

    def __init__(self, resource: TerraformElement, given: Mapping[str, object]) -> None:
        self._resource = resource
        self._given = given

    def __getitem__(self, name: str) -> object:
        value = self._given.get(name)
        if value is None:
            raise KeyError(name)
        return value if type(value) in _PLAIN else self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)

    @cached_property
    def _read(self) -> Mapping[str, object]:
        return Declared.read(self._resource).arguments
