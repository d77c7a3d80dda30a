"""What a destination receives to check itself before anything is created, and then to create what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from constructs import Construct

from constructs_eic._bindings.references import find, reference_of
from constructs_eic._bindings.resources import resource_type
from constructs_eic._target.location import Location
from constructs_eic._target.names import name_after
from constructs_eic._values.errors import require_tuples

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import ITerraformDependable, TerraformElement
    from constructs_eic._bindings.references import AttributeReference
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.target import Target
    from constructs_eic._values.errors import Problems
    from constructs_eic._values.policy_document import Statement
    from constructs_eic.destinations.base import Destination


class Outcome(Enum):
    """How an asynchronous invocation ends, after all retries."""

    FAILURE = "on_failure"
    SUCCESS = "on_success"

    @property
    def argument(self) -> str:
        """The argument of `EventInvokeConfig`: `on_failure` or `on_success`."""
        return self.value

    @property
    def title(self) -> str:
        """The word in the detail type of Lambda's events: `Failure` or `Success`."""
        return self.name.title()


@dataclass(frozen=True)
class Bound:
    """The result of attaching a destination to a configuration.

    Attributes:
        arn: What the configuration names as its destination.
        statements: The permissions that the function's role needs.
        depends_on: What must exist before the configuration, in addition to these permissions.
    """

    arn: str
    statements: tuple[Statement, ...] = ()
    depends_on: tuple[ITerraformDependable, ...] = ()

    def __post_init__(self) -> None:
        require_tuples(self, "statements", "depends_on")


@dataclass(frozen=True)
class CheckContext:
    """One destination of a configuration, while it is checked and before anything is created.

    Attributes:
        destination: The destination.
        outcome: The outcome that it is for.
        problems: Where `refuse` reports what cannot work.
        scope_info: Where the configuration is in the app.
        target: The function and qualifier that is configured; `None` if that is itself a problem.
        deployment: Provider and region of everything that would be created.
        grants: Whether the permissions are created; if not, an unknown key does not matter.
    """

    destination: Destination
    outcome: Outcome
    problems: Problems
    scope_info: ScopeInfo
    target: Target | None
    deployment: Deployment
    grants: bool

    def refuse(self, value: object, reason: str, fix: str) -> None:
        """Report that this destination cannot work."""
        self.problems.add(self.outcome.argument, value, reason, fix)

    def shown(self, value: object) -> str:
        """`value` as messages show it; a token is shown as its expression."""
        return self.problems.shown(value)

    @cached_property
    def reference(self) -> AttributeReference | None:
        """What the destination refers to, if it was given as a token of a resource's attribute."""
        given = self.destination.given
        return reference_of(given, self.scope_info) if isinstance(given, str) else None

    @cached_property
    def resource(self) -> TerraformElement | None:
        """The destination's resource or data source, also if a token of its ARN was given."""
        given = self.destination.given
        if not isinstance(given, str):
            return None if resource_type(given) is None else given
        reference = self.reference
        if reference is None or reference.resource_type not in self.destination.resource_types:
            return None
        return find(reference)

    @cached_property
    def location(self) -> Location:
        """The region and account of the destination, if they are literal."""
        if self.resource is not None:
            return Location.of_resource(self.resource)
        given = self.destination.given
        return Location.of_text(given) if isinstance(given, str) else Location()

    @cached_property
    def found_key(self) -> object:
        """The key that is set on the destination's own resource; `None` if there is none."""
        return None if self.resource is None else self.destination.key_on(self.resource)


@dataclass(frozen=True)
class Delivery:
    """One destination of one configuration, while what it needs is created.

    Attributes:
        checked: The destination and what was found out about it.
        configuration: The `EventInvokeConfig`.
        target: The function and qualifier that is configured.
        deployment: Provider and region of everything that is created.
    """

    checked: CheckContext
    configuration: Construct
    target: Target
    deployment: Deployment

    @property
    def outcome(self) -> Outcome:
        """The outcome that the destination is for."""
        return self.checked.outcome

    @property
    def scope_info(self) -> ScopeInfo:
        """Where the configuration is in the app."""
        return self.checked.scope_info

    @cached_property
    def scope(self) -> Construct:
        """The scope in which `Destination.bind` creates: `OnFailure` or `OnSuccess` in the configuration."""
        return Construct(self.configuration, f"On{self.outcome.title}")

    def name(self, longest: int) -> str | None:
        """A name for what is created, after the function; `None` if the function's name is not literal."""
        if self.target.literal_name is None:
            return None
        purpose = self.outcome.title.lower()
        return name_after(
            self.target, purpose, self.scope.node.addr, longest, self.deployment.instances
        )

    def bind(self) -> Bound:
        """Create what the destination needs."""
        destination = self.checked.destination
        bound = destination.bind(self)
        if not isinstance(bound, Bound):
            raise TypeError(
                f"{type(destination).__name__}.bind has to return a Bound, not {bound!r}"
            )
        return bound
