"""What a rule reads: the model, and what is derived from it once for all rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_eic.checks._facts.configurations import Configurations
from constructs_eic.checks._facts.destinations import Destination, Destinations
from constructs_eic.checks._facts.functions import Functions
from constructs_eic.checks._facts.invocations import Invocation, invocations
from constructs_eic.checks._facts.keys import Keys
from constructs_eic.checks._facts.roles import FUNCTION_OUTSIDE, Roles

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from constructs_eic._values.destination_kinds import DestinationKind
    from constructs_eic.checks._facts.configurations import Configuration
    from constructs_eic.checks._facts.functions import Target
    from constructs_eic.checks._facts.roles import Permission
    from constructs_eic.checks._model.model import Model, Resource
    from constructs_eic.checks._model.values import Value


@dataclass(frozen=True)
class Delivery:
    """A destination of a configuration whose function and role are in the model.

    Attributes:
        configuration: The configuration.
        outcome: `on_failure` or `on_success`.
        destination: Where the records are sent.
        kind: The service that they are sent to.
        role: The role that Lambda delivers with.
        permissions: For each action that is needed, whether the role allows it.
    """

    configuration: Configuration
    outcome: str
    destination: Destination
    kind: DestinationKind
    role: Resource
    permissions: Sequence[tuple[str, Permission]]


class Context:
    """The model, and its functions, configurations, invocations and roles.

    Args:
        model: All resources.
    """

    def __init__(self, model: Model) -> None:
        self.model = model

    @cached_property
    def functions(self) -> Functions:
        """Finds the function that an argument names."""
        return Functions(self.model)

    @cached_property
    def configurations(self) -> Configurations:
        """The event invoke configurations."""
        return Configurations(self.model, self.functions)

    @cached_property
    def roles(self) -> Roles:
        """The roles, and what they may do."""
        return Roles(self.model)

    @cached_property
    def invocations_of(self) -> Mapping[str, Sequence[Invocation]]:
        """The asynchronous invocations that are certain, by the id of the function's resource."""
        found: dict[str, list[Invocation]] = defaultdict(list)
        for each in invocations(self.model, self.functions):
            if each.target.function is not None and each.target.is_certain:
                found[each.target.function.id].append(each)
        return found

    def destination(self, value: Value, source: Resource) -> Destination | None:
        """What a destination given in `source` is; `None` if only Terraform knows."""
        return self._destinations.of(value, source)

    @cached_property
    def deliveries(self) -> Sequence[Delivery]:
        """The destinations for which it is known what they are and with which role Lambda delivers."""
        return [
            delivery
            for configuration in self.configurations.all
            for outcome, value in configuration.destinations.items()
            if (delivery := self._delivery(configuration, outcome, value)) is not None
        ]

    def _delivery(
        self, configuration: Configuration, outcome: str, value: Value
    ) -> Delivery | None:
        destination = self.destination(value, configuration.resource)
        targets = {each.key: each for each in configuration.targets}
        role = self.role_of(*targets.values()) if len(targets) == 1 else None
        if role is None or destination is None or destination.kind is None:
            return None
        permissions = [
            (action, self.roles.permission(role, action, wanted))
            for action, suffix in destination.kind.actions
            if (wanted := destination.wanted(suffix)) is not None
        ]
        return Delivery(configuration, outcome, destination, destination.kind, role, permissions)

    @cached_property
    def keys(self) -> Keys:
        """The keys of destinations."""
        return Keys(self.model)

    @cached_property
    def _destinations(self) -> Destinations:
        return Destinations(self.model, self.functions)

    def role_of(self, target: Target) -> Resource | None:
        """The role of a function; for a function outside the model, the data source that supplies its role."""
        function = target.function
        if function is not None:
            return self.roles.role_of(function.get("role"), function)
        return self._functions_outside.get(target.key)

    @cached_property
    def _functions_outside(self) -> Mapping[Hashable, Resource]:
        return {
            target.key: data
            for data in self.model.of(FUNCTION_OUTSIDE)
            for target in self.functions.targets(data.get("function_name"), data)
        }
