"""A destination as part of one configuration: checked first, then bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic.destinations.base import kind_of
from constructs_eic.destinations.context import DestinationCheck, DestinationDelivery
from constructs_eic.destinations.kind_checks import check_in_app, check_values
from constructs_eic.destinations.protocols import DestinationConfig

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.location import Location
    from constructs_eic._target.target import Target
    from constructs_eic._values.errors import Problems
    from constructs_eic._values.outcome import Outcome
    from constructs_eic.destinations.base import Destination


@dataclass(frozen=True)
class AttachedDestination:
    """A destination of one configuration.

    Attributes:
        destination: The destination.
        checked: What was found out about it.
    """

    destination: Destination
    checked: DestinationCheck

    @classmethod
    def check(
        cls,
        destination: Destination,
        outcome: Outcome,
        problems: Problems,
        scope_info: ScopeInfo,
        target: Target | None,
        deployment: Deployment,
        *,
        grants: bool,
    ) -> AttachedDestination:
        """Check a destination, and report what cannot work to `problems`."""
        checked = DestinationCheck(
            destination.given,
            kind_of(destination),
            outcome,
            problems,
            scope_info,
            target,
            deployment,
            grants,
            problems_before=len(problems.found),
        )
        check_values(destination, outcome, problems)
        check_in_app(destination, checked)
        destination.check(checked)
        return cls(destination, checked)

    @property
    def outcome(self) -> Outcome:
        """The outcome that it is for."""
        return self.checked.outcome

    @property
    def resource(self) -> TerraformElement | None:
        """Its resource or data source, if that is in the app."""
        return self.checked.resource

    @property
    def location(self) -> Location:
        """Its region and account, if they are literal."""
        return self.checked.location

    def bind(
        self, configuration: Construct, target: Target, deployment: Deployment
    ) -> DestinationConfig:
        """Create what the destination needs.

        Raises:
            TypeError: `bind` of a destination returned something else than a `DestinationConfig`.
        """
        delivery = DestinationDelivery(self.checked, configuration, target, deployment)
        config = self.destination.bind(delivery)
        if not isinstance(config, DestinationConfig):
            name = type(self.destination).__name__
            raise TypeError(f"{name}.bind has to return a DestinationConfig, not {config!r}")
        return config
