"""The protocols of what a destination is handed, and the value that it returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from constructs_eic._bindings.expressions import textual
from constructs_eic._values.errors import require_tuples, shown

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_eic._bindings.protocols import ITerraformDependable, TerraformElement
    from constructs_eic._values.outcome import Outcome
    from constructs_eic._values.policy_document import Statement


@dataclass(frozen=True)
class DestinationConfig:
    """The value that `Destination.bind` returns: a destination as one configuration uses it.

    Args:
        arn: The ARN that the configuration names as its destination, or a token of it.
        statements: The permissions that the function's role needs.
        depends_on: What must exist before the configuration, in addition to these permissions.

    Raises:
        TypeError: `arn` is not text, or `statements` or `depends_on` is one value, not a tuple.

    Examples:
        >>> DestinationConfig("arn:aws:sqs:us-east-1:123456789012:failures").statements
        ()
    """

    arn: str
    statements: tuple[Statement, ...] = ()
    depends_on: tuple[ITerraformDependable, ...] = ()

    def __post_init__(self) -> None:
        arn: object = textual(self.arn)
        if not isinstance(arn, str):
            raise TypeError(
                f"DestinationConfig: arn={shown(arn)} is not text; give the destination's ARN, such as queue.arn"
            )
        object.__setattr__(self, "arn", arn)
        require_tuples(self, "statements", "depends_on")


class CheckContext(Protocol):
    """The context of `Destination.check`: one destination of one configuration, before anything is created."""

    @property
    def outcome(self) -> Outcome:
        """The outcome that the destination is for."""
        ...

    @property
    def resource(self) -> TerraformElement | None:
        """The destination's resource or data source, if it is in the app; also if a token of its ARN was given."""
        ...

    def refuse(self, value: object, reason: str, fix: str) -> None:
        """Report that this destination cannot work: `EventInvokeConfig` then raises `EventInvokeConfigError`.

        Args:
            value: What was given, as the message shall show it.
            reason: Why it cannot work.
            fix: What to give instead.
        """
        ...

    def shown(self, value: object) -> str:
        """`value` as messages show it: a token as the Terraform expression that it stands for."""
        ...


class Delivery(Protocol):
    """The context of `Destination.bind`: one destination of one configuration, while what it needs is created."""

    @property
    def outcome(self) -> Outcome:
        """The outcome that the destination is for."""
        ...

    @property
    def configuration(self) -> Construct:
        """The `EventInvokeConfig`."""
        ...

    @property
    def scope(self) -> Construct:
        """The scope in which to create resources: `OnFailure` or `OnSuccess` in the configuration."""
        ...

    @property
    def function_name(self) -> str:
        """The name of the configured function, or a token of it."""
        ...

    @property
    def qualifier(self) -> str | None:
        """The configured version or alias, or a token of it; `None` without a qualifier."""
        ...

    @property
    def resource(self) -> TerraformElement | None:
        """The destination's resource or data source, if it is in the app; also if a token of its ARN was given."""
        ...

    @property
    def resource_arguments(self) -> dict[str, Any]:
        """The configuration's `provider`, `region`, `count` and `for_each`, for each resource to create."""
        ...

    def name(self, longest: int) -> str | None:
        """A name for what is created, from the function's name; `None` if the function's name is not literal.

        Args:
            longest: The number of characters that the service accepts.
        """
        ...
