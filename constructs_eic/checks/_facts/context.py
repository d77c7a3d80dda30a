"""The context of all rules: the model, and what is derived from it once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_eic.checks._facts.configurations import Configurations
from constructs_eic.checks._facts.destinations import DeclaredDestination, Destinations
from constructs_eic.checks._facts.functions import Functions
from constructs_eic.checks._facts.inline_policies import InlinePolicies, inline_policies
from constructs_eic.checks._facts.invocations import Invocation, invocations
from constructs_eic.checks._facts.keys import Keys
from constructs_eic.checks._facts.roles import Roles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_eic._values.destination_kinds import DestinationKind
    from constructs_eic.checks._facts.configurations import DeclaredConfiguration
    from constructs_eic.checks._facts.roles import Permission
    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.model import Model
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.values import Value


@dataclass(frozen=True, repr=False)
class DeclaredDelivery:
    """A destination of a configuration whose function and role are in the model.

    Attributes:
        configuration: The configuration.
        outcome: `on_failure` or `on_success`.
        destination: Where the records are sent.
        kind: The service that they are sent to.
        role: The role that Lambda delivers with.
        permissions: For each action that is needed, whether the role allows it.
    """

    configuration: DeclaredConfiguration
    outcome: str
    destination: DeclaredDestination
    kind: DestinationKind
    role: Resource
    permissions: Sequence[tuple[str, Permission]]

    def __repr__(self) -> str:
        return f"<DeclaredDelivery {self.outcome} of {self.configuration.resource.address}>"


class Context:
    """The model, and its functions, configurations, invocations and roles.

    Args:
        model: All resources.
    """

    def __init__(self, model: Model) -> None:
        self.model = model

    def __repr__(self) -> str:
        return f"<Context of {self.model!r}>"

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
        return Roles(self.functions)

    @cached_property
    def invocations_of(self) -> Mapping[str, Sequence[Invocation]]:
        """The asynchronous invocations that are certain, by the id of the function's resource."""
        found: dict[str, list[Invocation]] = defaultdict(list)
        for each in invocations(self.model, self.functions):
            if each.target.function is not None and each.target.is_certain:
                found[each.target.function.id].append(each)
        return found

    def destination(self, value: Value, source: rule_values.Resource) -> DeclaredDestination | None:
        """Return what a destination given in `source` is; `None` if only Terraform knows."""
        return self._destinations.of(value, self.model.own(source))

    @cached_property
    def deliveries(self) -> Sequence[DeclaredDelivery]:
        """The destinations for which it is known what they are and with which role Lambda delivers."""
        return [
            delivery
            for configuration in self.configurations.all
            for outcome, value in configuration.destinations.items()
            if (delivery := self._delivery(configuration, outcome, value)) is not None
        ]

    def _delivery(
        self, configuration: DeclaredConfiguration, outcome: str, value: Value
    ) -> DeclaredDelivery | None:
        destination = self.destination(value, configuration.resource)
        targets = {each.key: each for each in configuration.targets}
        target = next(iter(targets.values())) if len(targets) == 1 else None
        role = self.role_of(target) if target is not None and target.is_certain else None
        if role is None or destination is None or destination.kind is None:
            return None
        permissions = [
            (action, self.roles.permission(role, request))
            for action, suffix in destination.kind.actions
            if (request := destination.request(action, suffix)) is not None
        ]
        return DeclaredDelivery(
            configuration, outcome, destination, destination.kind, role, permissions
        )

    @cached_property
    def inline_policies(self) -> Sequence[InlinePolicies]:
        """The inline policies of each role, as far as it is known which role they are for."""
        return list(inline_policies(self.model, self.roles.names))

    def key_of(self, destination: rule_values.DeclaredDestination) -> Resource | None:
        """The customer managed key that encrypts a destination, if it is in the model."""
        return self._keys.of(destination)

    def key_arn_of(self, destination: rule_values.DeclaredDestination) -> str | None:
        """The ARN of the key, or of its alias, that encrypts a destination, where it is literal."""
        return self._keys.arn_of(destination)

    @cached_property
    def _keys(self) -> Keys:
        return Keys(self.model)

    @cached_property
    def _destinations(self) -> Destinations:
        return Destinations(self.functions)

    def role_of(self, target: rule_values.Target) -> Resource | None:
        """The role of a function; for a function outside the model, the data source that supplies its role."""
        return self.roles.of_function(target)
