"""A resource as it will be in Terraform's JSON, read from Node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic._bindings.spelling import snake

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_eic._bindings.protocols import TerraformElement


@dataclass(frozen=True)
class Declared:
    """A resource or data source as it will be in Terraform's JSON, with tokens still encoded.

    Attributes:
        address: Its address in its stack, such as `aws_sqs_queue.failures`.
        arguments: Its arguments, including meta-arguments and overrides; without overrides if it was moved.
        is_moved: Whether it was moved to another address and has no block of its own any more.
        moved_to: That address; `None` if the resource that it was moved to is not known yet.
    """

    address: str
    arguments: Mapping[str, object]
    is_moved: bool = False
    moved_to: str | None = None

    @classmethod
    def read(cls, resource: TerraformElement) -> Declared:
        """Read `resource`, in one round trip unless it was moved."""
        try:
            document = resource.to_terraform()
        except RuntimeError:
            # cdktf refuses this while no resource has the target of `move_to`.
            return cls._read_moved(resource, None)
        if not ("resource" in document or "data" in document):
            return cls._read_moved(resource, document["moved"][0]["to"])
        is_data = "data" in document
        ((type_, blocks),) = document["data" if is_data else "resource"].items()
        ((name, arguments),) = blocks.items()
        return cls(f"{'data.' if is_data else ''}{type_}.{name}", arguments)

    @classmethod
    def _read_moved(cls, resource: TerraformElement, moved_to: str | None) -> Declared:
        """Read a resource that Terraform's JSON does not have any more.

        Source: "Refactoring" in the CDKTF documentation.
        """
        meta = {snake(name): value for name, value in resource.terraform_meta_arguments.items()}  # type: ignore[attr-defined]
        arguments: dict[str, object] = {**resource._synthesize_attributes(), **meta}  # type: ignore[attr-defined]  # noqa: SLF001
        address = f"{resource.terraform_resource_type}.{resource.friendly_unique_id}"  # type: ignore[attr-defined]
        return cls(address, arguments, is_moved=True, moved_to=moved_to)
