"""Everything that is known of one destination of a configuration, for the destinations of this package.

`CheckContext` and `Delivery` are the parts of it that users' destinations may rely on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from constructs import Construct

from constructs_eic._bindings.references import find, reference_of
from constructs_eic._bindings.resources import given, resource_type
from constructs_eic._target.location import Location
from constructs_eic._target.names import name_after
from constructs_eic.destinations.bucket_key import key_of_bucket

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.references import AttributeReference
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.target import Target
    from constructs_eic._values.destination_kinds import DestinationKind
    from constructs_eic._values.errors import Problems
    from constructs_eic._values.outcome import Outcome
    from constructs_eic.destinations.protocols import CheckContext, Delivery


@dataclass(frozen=True)
class DestinationCheck:
    """One destination of a configuration, while it is checked and before anything is created.

    Attributes:
        given: What the destination was created with.
        kind: What kind of destination it is; `None` if it does not say.
        outcome: The outcome that it is for.
        problems: Where `refuse` reports what cannot work.
        scope_info: Where the configuration is in the app.
        target: The function and qualifier that is configured; `None` if that is itself a problem.
        deployment: Provider and region of everything that would be created.
        grants: Whether the permissions are created; if not, an unknown key does not matter.
        problems_before: How many problems of the configuration were found before this destination was checked.
    """

    given: TerraformElement | str | None
    kind: DestinationKind | None
    outcome: Outcome
    problems: Problems
    scope_info: ScopeInfo
    target: Target | None
    deployment: Deployment
    grants: bool
    problems_before: int

    @classmethod
    def of(cls, context: CheckContext) -> DestinationCheck:
        """The whole of what `Destination.check` was handed.

        Raises:
            TypeError: It is something else than what it was handed.
        """
        if not isinstance(context, cls):
            raise TypeError(f"check takes what EventInvokeConfig hands to it, not {context!r}")
        return context

    def refuse(self, value: object, reason: str, fix: str) -> None:
        """Report that this destination cannot work."""
        self.problems.add(self.outcome.argument, value, reason, fix)

    @property
    def is_refused(self) -> bool:
        """`True` if a problem of this destination was found."""
        return len(self.problems.found) > self.problems_before

    def shown(self, value: object) -> str:
        """`value` as messages show it; a token is shown as its expression."""
        return self.problems.shown(value)

    @cached_property
    def reference(self) -> AttributeReference | None:
        """The resource that the destination refers to, if it was given as a token of an attribute."""
        value = self.given
        return reference_of(value, self.scope_info) if isinstance(value, str) else None

    @cached_property
    def resource(self) -> TerraformElement | None:
        """The destination's resource or data source, also if a token of its ARN was given."""
        value = self.given
        if not isinstance(value, str):
            return None if resource_type(value) is None else value
        reference = self.reference
        if reference is None or self.kind is None:
            return None
        is_of_kind = self.kind.arn_attributes(reference.resource_type)
        return find(reference) if is_of_kind else None

    @cached_property
    def location(self) -> Location:
        """The region and account of the destination, if they are literal."""
        if self.resource is not None:
            return Location.of_resource(self.resource)
        return Location.of_text(self.given) if isinstance(self.given, str) else Location()

    @cached_property
    def found_key(self) -> object:
        """The key that is set on the destination's own resource; `None` if there is none."""
        if self.resource is None or self.kind is None:
            return None
        if self.kind.key_argument:
            return given(self.resource, self.kind.key_argument) or None
        is_bucket = resource_type(self.resource) == "aws_s3_bucket"
        return key_of_bucket(self.resource) if is_bucket else None


@dataclass(frozen=True)
class DestinationDelivery:
    """One destination of one configuration, while what it needs is created.

    Attributes:
        checked: What was found out about the destination.
        configuration: The `EventInvokeConfig`.
        target: The function and qualifier that is configured.
        deployment: Provider and region of everything that is created.
    """

    checked: DestinationCheck
    configuration: Construct
    target: Target
    deployment: Deployment

    @classmethod
    def of(cls, delivery: Delivery) -> DestinationDelivery:
        """The whole of what `Destination.bind` was handed.

        Raises:
            TypeError: It is something else than what it was handed.
        """
        if not isinstance(delivery, cls):
            raise TypeError(f"bind takes what EventInvokeConfig hands to it, not {delivery!r}")
        return delivery

    @property
    def outcome(self) -> Outcome:
        """The outcome that the destination is for."""
        return self.checked.outcome

    @property
    def resource(self) -> TerraformElement | None:
        """The destination's resource or data source, also if a token of its ARN was given."""
        return self.checked.resource

    @property
    def scope_info(self) -> ScopeInfo:
        """The place of the configuration in the app."""
        return self.checked.scope_info

    @property
    def function_name(self) -> str:
        """The name of the configured function, or a token of it."""
        return self.target.name

    @property
    def qualifier(self) -> str | None:
        """The configured version or alias, or a token of it; `None` without a qualifier."""
        return self.target.qualifier.text if self.target.qualifier else None

    @property
    def resource_arguments(self) -> dict[str, Any]:
        """The arguments that the configuration's own resource has too, for each resource that is created."""
        return self.deployment.arguments

    @cached_property
    def scope(self) -> Construct:
        """The scope in which `Destination.bind` creates: `OnFailure` or `OnSuccess` in the configuration."""
        return Construct(self.configuration, f"On{self.outcome.title}")

    def name(self, longest: int) -> str | None:
        """A name for what is created, from the function's name; `None` if the function's name is not literal."""
        if self.target.literal_name is None:
            return None
        purpose = self.outcome.title.lower()
        return name_after(
            self.target, purpose, self.scope.node.addr, longest, self.deployment.instances
        )
