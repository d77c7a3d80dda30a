"""What users hand over, as both frameworks have it: the types of arguments.

A class of cdktf and its namesake of cdktn are strangers to a type checker. These protocols take either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from constructs import IConstruct

if TYPE_CHECKING:
    from constructs_eic.bindings.installed import TerraformStack


class ITerraformDependable(Protocol):
    """What a resource can wait for."""

    @property
    def fqn(self) -> str:
        """How it is named in Terraform's expressions."""
        ...


class TerraformElement(ITerraformDependable, IConstruct, Protocol):
    """A resource, a data source, or another construct that Terraform's JSON has."""

    @property
    def cdktf_stack(self) -> TerraformStack:
        """The stack that it is in."""
        ...

    @property
    def friendly_unique_id(self) -> str:
        """Its name in Terraform's JSON."""
        ...

    def to_terraform(self) -> dict[str, Any]:
        """Its part of Terraform's JSON."""
        ...


class TerraformProvider(TerraformElement, Protocol):
    """A provider."""

    @property
    def terraform_provider_source(self) -> str | None:
        """Where Terraform has it from."""
        ...

    @property
    def alias(self) -> str | None:
        """What tells it from others of its kind."""
        ...


class TerraformResourceLifecycle(Protocol):
    """A resource's block `lifecycle`."""

    @property
    def create_before_destroy(self) -> bool | None:
        """Whether a replacement is made before the old one goes."""
        ...

    @property
    def prevent_destroy(self) -> bool | None:
        """Whether a plan that destroys it fails."""
        ...

    @property
    def ignore_changes(self) -> list[str] | str | None:
        """The attributes whose changes are left alone, or `all`."""
        ...
