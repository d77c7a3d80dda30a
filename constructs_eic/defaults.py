"""Defaults for every configuration below a scope."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.expressions import resolved_anywhere
from constructs_eic._bindings.not_an_aspect import NotAnAspect
from constructs_eic._bindings.number_arguments import read_number
from constructs_eic._bindings.resources import reference_id
from constructs_eic._bindings.scope_info import require_construct
from constructs_eic._target.uniqueness import configurations_below
from constructs_eic._values import limits
from constructs_eic._values.argument_names import with_named_arguments
from constructs_eic._values.errors import Problems
from constructs_eic._values.unset import UNSET
from constructs_eic.alarms import LostEventAlarms
from constructs_eic.destinations import Destination, Outcome
from constructs_eic.destinations.from_value import check_without_scope

if TYPE_CHECKING:
    from datetime import timedelta

    from constructs import Construct

    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.unset import Unset
    from constructs_eic.destinations import DestinationLike


def check_alarms(value: object, problems: Problems) -> LostEventAlarms | None:
    """`alarms=` as it was given; anything but a `LostEventAlarms` is a problem."""
    if value is None or isinstance(value, LostEventAlarms):
        return value
    problems.add(
        "alarms", value, "this is not a LostEventAlarms", "give LostEventAlarms(notify=topic)"
    )
    return None


@with_named_arguments
@dataclass(frozen=True)
class EventInvokeDefaults:
    """The values that `EventInvokeConfig` uses, below a scope, for arguments that are left out.

    The nearest scope above a construct takes precedence, argument by argument; an argument given on the construct
    takes precedence over all of them, including an explicit `None`.

    Args:
        on_failure: As on `EventInvokeConfig`. `SqsDestination()` creates a separate queue for each configuration;
            `SqsDestination(queue)` uses one queue for all.
        on_success: As on `EventInvokeConfig`.
        maximum_event_age_in_seconds: 60 to 21600 seconds, or a `timedelta`; `None` leaves it out of the JSON.
        maximum_retry_attempts: 0 to 2; `None` leaves it out of the JSON.
        alarms: As on `EventInvokeConfig`; each configuration has its own alarms.

    Raises:
        EventInvokeConfigError: when this is created with a value that Lambda would refuse.

    Examples:
        >>> EventInvokeDefaults(maximum_retry_attempts=1).maximum_retry_attempts
        1

    Source: "Configuring error handling settings for Lambda asynchronous invocations" in the AWS Lambda
    Developer Guide.
    """

    on_failure: DestinationLike | Unset | None = UNSET
    on_success: DestinationLike | Unset | None = UNSET
    maximum_event_age_in_seconds: float | timedelta | Unset | None = UNSET
    maximum_retry_attempts: float | Unset | None = UNSET
    alarms: LostEventAlarms | Unset | None = UNSET

    __jsii_type__ = NotAnAspect()

    def __post_init__(self) -> None:
        problems = Problems(lambda: type(self).__name__, resolved_anywhere)
        for outcome, value in (
            (Outcome.FAILURE, self.on_failure),
            (Outcome.SUCCESS, self.on_success),
        ):
            if value is not UNSET and value is not None:
                check_without_scope(value, outcome, problems)
        for argument, check in (
            ("maximum_event_age_in_seconds", limits.event_age),
            ("maximum_retry_attempts", limits.retry_attempts),
        ):
            value = getattr(self, argument)
            if value is not UNSET:
                check(read_number(argument, value, None, problems), problems)
        if self.alarms is not UNSET:
            check_alarms(self.alarms, problems)
        problems.raise_if_any()

    def apply_to(self, scope: Construct) -> None:
        """Apply these defaults to every configuration that is created below `scope` from now on.

        Args:
            scope: An app, a stack or any construct.

        Raises:
            EventInvokeConfigError: `scope` already has defaults, or a configuration was created below it before.
        """
        require_construct(scope)
        identity = reference_id(scope)
        problems = Problems(lambda: scope.node.path or "App")
        applied = state_of(reference_id(scope.node.root)).part(_Applied).by_scope
        if identity in applied:
            problems.add(
                "apply_to",
                scope,
                "this scope already has defaults",
                "give all of them in one EventInvokeDefaults",
            )
        for configuration in configurations_below(scope):
            problems.add(
                "apply_to",
                scope,
                f"{configuration.node.path} was created before and would not have these defaults",
                "apply them first",
            )
        problems.raise_if_any()
        applied[identity] = self


@dataclass
class _Applied:
    """The defaults of one app, by the identity of their scope: a construct cannot carry a Python value."""

    by_scope: dict[str, EventInvokeDefaults] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """The arguments of one configuration that defaults can supply."""

    on_failure: DestinationLike | Unset | None
    on_success: DestinationLike | Unset | None
    maximum_event_age_in_seconds: float | timedelta | Unset | None
    maximum_retry_attempts: float | Unset | None
    alarms: LostEventAlarms | Unset | None

    def completed(self, scope_info: ScopeInfo) -> Settings:
        """These settings, completed from the nearest defaults above, and last from AWS's defaults."""
        settings = self
        applied = state_of(scope_info.app).part(_Applied).by_scope
        for identity in scope_info.lineage if applied else ():
            if identity in applied:
                settings = settings.or_else(applied[identity])
        return settings.or_else(_AWS)

    def or_else(self, defaults: EventInvokeDefaults) -> Settings:
        """These settings, completed from `defaults` if they have a value."""
        left_out = [each.name for each in fields(self) if getattr(self, each.name) is UNSET]
        supplied: dict[str, Any] = {name: _own(getattr(defaults, name)) for name in left_out}
        return replace(self, **supplied) if supplied else self

    @property
    def destinations(self) -> list[tuple[Outcome, object]]:
        """The destinations that are set, failure first."""
        both = ((Outcome.FAILURE, self.on_failure), (Outcome.SUCCESS, self.on_success))
        return [(outcome, value) for outcome, value in both if value is not None]

    @property
    def by_name(self) -> dict[str, object]:
        """Each setting under the name of its argument."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @property
    def has_effect(self) -> bool:
        """`True` if anything is set for Lambda at all."""
        told = [argument.name for argument in fields(self) if argument.name != "alarms"]
        return any(getattr(self, name) is not None for name in told)


_AWS = EventInvokeDefaults(
    on_failure=None,
    on_success=None,
    maximum_event_age_in_seconds=limits.DEFAULT_EVENT_AGE_IN_SECONDS,
    maximum_retry_attempts=limits.DEFAULT_RETRY_ATTEMPTS,
    alarms=None,
)


def _own(value: object) -> object:
    """A copy of a destination: the queue that it creates belongs to one configuration only."""
    return copy(value) if isinstance(value, Destination) else value
