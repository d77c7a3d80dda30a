"""The types of arguments, as both frameworks have them.

To a type checker, a class of cdktf and the class of the same name in cdktn are unrelated. These protocols accept
either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from constructs import IConstruct

if TYPE_CHECKING:
    from constructs_eic._bindings.installed import TerraformStack


class ITerraformDependable(Protocol):
    """A construct that a resource can wait for."""

    @property
    def fqn(self) -> str:
        """Its name in Terraform's expressions."""
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
        """The address from which Terraform gets it."""
        ...

    @property
    def alias(self) -> str | None:
        """The alias that distinguishes it from other providers of the same kind."""
        ...


class TerraformCount(Protocol):
    """The number of instances of a resource, as `count` accepts it."""

    @property
    def index(self) -> float:
        """The number of an instance, from 0."""
        ...

    def to_terraform(self) -> float:
        """The number of instances."""
        ...


class ITerraformIterator(Protocol):
    """The elements that the instances of a resource are created for, as `for_each` accepts them."""


class TerraformResourceLifecycle(Protocol):
    """A resource's block `lifecycle`."""

    @property
    def create_before_destroy(self) -> bool | None:
        """`True` if a replacement is created before the old resource is destroyed."""
        ...

    @property
    def prevent_destroy(self) -> bool | None:
        """`True` if a plan that destroys it fails."""
        ...

    @property
    def ignore_changes(self) -> list[str] | str | None:
        """The attributes whose changes are ignored, or `all`."""
        ...
