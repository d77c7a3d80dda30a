"""A resource as a document declares it, and what it refers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_eic.checks._model.location import Location
from constructs_eic.checks._model.values import Expression, Reference, Value, references_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(eq=False, repr=False)
class Resource:
    """A resource, a data source, or a module call whose content is not in the document.

    Attributes:
        block: The id of its block, unique in the model: scope and address without instance key.
        address: The address that Terraform shows, such as `module.a.aws_sqs_queue.failures["x"]`.
        type: Such as `aws_sqs_queue`; a data source has the prefix `data.`; `module` for a module call.
        arguments: Its arguments, with templates parsed.
        instance: Its instance key if it is one of several, such as `["x"]`.
        repeated: Its `count` or `for_each`, if one block stands for all instances; else `None`.
        location: Where it is deployed.
        construct_path: The path of the construct that created it.
        stack: The stack that it is in, if the document names one.
        file: The file that it was read from.
        waits_for: The blocks that it names in `depends_on`.
        further_references: What it refers to outside its arguments, such as in `for_each`.
        created_at: The file and line of the code that created it, if the document has them.
    """

    block: str
    address: str
    type: str
    arguments: Mapping[str, Value]
    instance: str = ""
    repeated: Value = None
    location: Location = field(default_factory=Location)
    construct_path: str | None = None
    stack: str | None = None
    file: str | None = None
    waits_for: tuple[str, ...] = ()
    further_references: tuple[Reference, ...] = ()
    created_at: str | None = None

    def __repr__(self) -> str:
        return f"<Resource {self.address}{f' in {self.stack}' if self.stack else ''}>"

    def get(self, *path: str) -> Value:
        """The argument at `path`; for repeated blocks, that of the first; `None` if it is not set.

        If there is an expression on the path, it is returned: only Terraform knows what is in it.
        """
        value: Value = dict(self.arguments)
        for step in path:
            if isinstance(value, list):
                value = value[0] if value else None
            if isinstance(value, Expression):
                return value
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            return value[0]
        return None if value in ([], {}, "") else value

    def blocks(self, name: str) -> Sequence[Resource]:
        """The nested blocks with this name, each of which can be read like a resource."""
        value = self.arguments.get(name)
        elements = value if isinstance(value, list) else [value]
        return [
            Resource(
                self.block,
                self.address,
                self.type,
                each,
                self.instance,
                self.repeated,
                self.location,
            )
            for each in elements
            if isinstance(each, dict)
        ]

    def has_unknown_blocks(self, name: str) -> bool:
        """Return whether only Terraform knows which blocks with this name there are."""
        value = self.arguments.get(name)
        elements = value if isinstance(value, list) else [value]
        return any(isinstance(each, Expression) for each in elements)

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Everything that it refers to in its arguments."""
        found = (*references_in(dict(self.arguments)), *self.further_references)
        return tuple(dict.fromkeys(found))

    @property
    def id(self) -> str:
        """The id, unique in the model."""
        return f"{self.block}{self.instance}"

    @property
    def dependable(self) -> str:
        """The address that `depends_on` in the root module can have: its block, or the module that it is in."""
        if self.address.startswith("module."):
            return ".".join(self.address.split(".")[:2]).partition("[")[0]
        return self.address.removesuffix(self.instance)
