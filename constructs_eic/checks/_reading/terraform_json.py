"""Reads Terraform's JSON configuration syntax: what cdktf synthesizes, and `*.tf.json` written by hand.

Source: "JSON Configuration Syntax" in the Terraform Language Documentation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._model.location import Location
from constructs_eic.checks._model.resource import Resource
from constructs_eic.checks._model.values import Value, references_in, unknown
from constructs_eic.checks._reading.comments import created_at, metadata_of
from constructs_eic.checks._reading.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_eic.checks._reading.document import Document

_META: Final = frozenset(
    {"//", "count", "for_each", "depends_on", "provider", "lifecycle", "dynamic"}
)


@dataclass
class TerraformConfiguration:
    """The files of one configuration: a synthesized stack, or all files of a folder.

    Attributes:
        documents: Its files.
        scope: Prefix of its blocks' ids, if there are several configurations; the stack's name.
        app: All stacks of the app by name, so that a value from another stack's state is that stack's output.
        shown_stack: The stack's name as a finding shows it.
    """

    documents: Sequence[Document]
    scope: str | None = None
    app: Mapping[str, TerraformConfiguration] = field(default_factory=dict)
    shown_stack: str | None = None

    @cached_property
    def templates(self) -> Templates:
        """The reader for templates in this configuration."""
        local_values: dict[str, object] = {}
        for each in self._blocks("locals"):
            local_values.update(each)
        return Templates(f"{self.scope}/" if self.scope else "", local_values, self._output_of)

    @cached_property
    def outputs(self) -> Mapping[str, object]:
        """Its outputs, as written."""
        return {name: body for each in self._blocks("output") for name, body in each.items()}

    def resources(self) -> Iterator[Resource]:
        """Every resource, data source and module call."""
        for document in self.documents:
            for kind, prefix in (("resource", ""), ("data", "data.")):
                for types in _objects(document.content.get(kind)):
                    for type_, named in types.items():
                        yield from self._of_type(f"{prefix}{type_}", named, document)
            yield from self._of_type("module", document.content.get("module"), document)

    def _of_type(self, type_: str, written: object, document: Document) -> Iterator[Resource]:
        for named in _objects(written):
            for name, bodies in named.items():
                for body in _objects(bodies):
                    repeated = self.templates.value(body.get("for_each", body.get("count")))
                    if repeated not in (0, [], {}):
                        yield self._resource(type_, name, body, document, repeated)

    def _resource(
        self, type_: str, name: str, body: Mapping[str, object], document: Document, repeated: Value
    ) -> Resource:
        read = self.templates.value
        arguments = {key: read(each) for key, each in body.items() if key not in _META}
        arguments.update(_dynamic(body.get("dynamic"), self.templates))
        depends_on = body.get("depends_on")
        return Resource(
            block=f"{self.templates.scope}{type_}.{name}",
            address=f"{type_}.{name}",
            type=type_,
            arguments=arguments,
            repeated=None if repeated == 1 else repeated,
            location=self._location(
                _provider(body.get("provider"), type_), arguments.get("region")
            ),
            construct_path=_construct_path(body.get("//")),
            stack=self.shown_stack,
            file=document.name,
            waits_for=tuple(
                _block(each, self.templates.scope)
                for each in (depends_on if isinstance(depends_on, list) else [])
            ),
            further_references=tuple(references_in(repeated)),
            created_at=created_at(body.get("//")),
        )

    def _location(self, provider: str, region: Value) -> Location:
        location = self._providers.get(provider) or Location(self.scope or "", provider)
        return location.with_region(region)

    @cached_property
    def _providers(self) -> Mapping[str, Location]:
        """The location of each provider's resources, by the provider's address."""
        found: dict[str, Location] = {}
        for types in self._blocks("provider"):
            for type_, bodies in types.items():
                for body in _objects(bodies):
                    alias = body.get("alias")
                    address = f"{type_}.{alias}" if alias else type_
                    arguments = {key: self.templates.value(each) for key, each in body.items()}
                    found[address] = Location.of_provider(self.scope or "", address, arguments)
        return found

    def _output_of(self, stack: str, output: str) -> Value:
        other = self.app.get(stack)
        body = other.outputs.get(output) if other else None
        if other is None or not isinstance(body, dict):
            return None
        return other.templates.value(body.get("value"))

    def _blocks(self, kind: str) -> Iterator[Mapping[str, object]]:
        for document in self.documents:
            yield from _objects(document.content.get(kind))


def _provider(written: object, type_: str) -> str:
    if isinstance(written, str):
        return written.removeprefix("${").removesuffix("}")
    return type_.removeprefix("data.").split("_")[0]


def _dynamic(written: object, templates: Templates) -> Iterator[tuple[str, Value]]:
    """Blocks whose number only Terraform knows."""
    for blocks in _objects(written):
        for name, body in blocks.items():
            content = templates.value(body)
            yield name, unknown(f"dynamic {name}", *references_in(content))


def _construct_path(comment: object) -> str | None:
    path = metadata_of(comment).get("path")
    return path if isinstance(path, str) else None


def _block(written: object, scope: str) -> str:
    address = str(written).strip().removeprefix("${").removesuffix("}").split("[")[0]
    parts = address.split(".")
    return scope + ".".join(parts[:3] if parts[0] == "data" else parts[:2])


def _objects(written: object) -> Iterator[Mapping[str, object]]:
    """An object, or each of an array of objects: the syntax allows both for every block."""
    for each in written if isinstance(written, list) else [written]:
        if isinstance(each, dict):
            yield each
