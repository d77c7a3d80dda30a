"""The event invoke configurations of a model, each with the function it is for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._facts.function_target import is_same_qualifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.checks._facts.function_target import FunctionTarget
    from constructs_eic.checks._facts.functions import Functions
    from constructs_eic.checks._model import rule_values
    from constructs_eic.checks._model.model import Model
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks._model.rule_values import Qualifier
    from constructs_eic.checks._model.values import Value

CONFIGURATION: Final = "aws_lambda_function_event_invoke_config"


@dataclass(frozen=True, repr=False)
class DeclaredConfiguration:
    """One event invoke configuration.

    Attributes:
        resource: Its resource.
        targets: What it can be for; one target if that is known.
    """

    resource: Resource
    targets: tuple[FunctionTarget, ...]

    def __repr__(self) -> str:
        return f"<DeclaredConfiguration {self.resource.address} of {self.target or 'a function'}>"

    @property
    def target(self) -> FunctionTarget | None:
        """The one function and qualifier it is for; `None` if that is not known."""
        return self.targets[0] if len(self.targets) == 1 and self.targets[0].is_certain else None

    @property
    def on_failure(self) -> Value:
        """The destination of failed events, if there is one."""
        return self.resource.get("destination_config", "on_failure", "destination")

    @property
    def on_success(self) -> Value:
        """The destination of results, if there is one."""
        return self.resource.get("destination_config", "on_success", "destination")

    @property
    def destinations(self) -> dict[str, Value]:
        """The destinations by their outcome, `on_failure` and `on_success`, without those that are not set."""
        both = {"on_failure": self.on_failure, "on_success": self.on_success}
        return {outcome: each for outcome, each in both.items() if each is not None}


class Configurations:
    """All configurations, found by function."""

    def __init__(self, model: Model, functions: Functions) -> None:
        self._model = model
        self.all: Sequence[DeclaredConfiguration] = [
            DeclaredConfiguration(
                resource,
                functions.targets(
                    resource.get("function_name"), resource, resource.get("qualifier")
                ),
            )
            for resource in model.of(CONFIGURATION)
        ]
        self._of_function: dict[str, list[tuple[FunctionTarget, DeclaredConfiguration]]] = (
            defaultdict(list)
        )
        for each in self.all:
            for target in each.targets:
                if target.function is not None:
                    self._of_function[target.function.id].append((target, each))
        self._has_unknown = any(
            not each.targets and each.on_failure is not None for each in self.all
        )

    def __repr__(self) -> str:
        return f"<Configurations of {self._model!r}>"

    def keeps_failed_events(self, function: rule_values.Resource, qualifier: Qualifier) -> bool:
        """Return whether failed events of a function, invoked under a qualifier, have or may have a destination.

        Args:
            function: The function.
            qualifier: The qualifier that it is invoked under; `None` for any.
        """
        if self._has_unknown or function.get("dead_letter_config") is not None:
            return True
        return any(
            configuration.on_failure is not None
            and is_same_qualifier(target.qualifier, qualifier) is not False
            for target, configuration in self._of_function[function.id]
        )
