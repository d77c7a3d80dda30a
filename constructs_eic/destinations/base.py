"""What a destination is, and what it may ask of the configuration that it is attached to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, cast

from constructs import Construct

from constructs_eic import bindings
from constructs_eic.arn import Arn
from constructs_eic.errors import shown
from constructs_eic.limits import DESTINATION_ARN_LENGTH
from constructs_eic.tokens import is_token

if TYPE_CHECKING:
    from cdktf import ITerraformDependable, TerraformElement

    from constructs_eic.arn import ArnShape
    from constructs_eic.bindings import Deployment, Place
    from constructs_eic.errors import Problems
    from constructs_eic.function import Target
    from constructs_eic.permissions import Statement


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
    """What a destination amounts to, once attached.

    Attributes:
        arn: What the configuration names as its destination.
        statements: The permissions that the function's role needs.
        depends_on: What must exist before the configuration, beyond these permissions.
    """

    arn: str
    statements: tuple[Statement, ...] = ()
    depends_on: tuple[ITerraformDependable, ...] = ()


@dataclass
class Delivery:
    """One destination of one configuration, while it is checked and bound.

    Attributes:
        outcome: For which outcome.
        value: What the user gave.
        problems: Where `refuse` reports what cannot work.
        place: Where the configuration stands.
        near: The scope that the configuration is made in.
        target: The function and qualifier that is configured; `None` where that is itself a problem.
        deployment: Provider and region of everything that is made.
        grants: Whether the permissions are written; without, an unknown key cannot matter.
        configuration: The `EventInvokeConfig`, while this is bound.
        found_key: The key set on the destination's own resource, once that is checked.
    """

    outcome: Outcome
    value: object
    problems: Problems
    place: Place
    near: Construct
    target: Target | None
    deployment: Deployment
    grants: bool
    found_key: object = None
    configuration: Construct = field(init=False, repr=False)
    destination: Destination = field(init=False)

    def check(self) -> None:
        """Report all that cannot work; make nothing."""
        from constructs_eic.destinations.infer import infer  # it knows every kind, and so this one

        destination = infer(self.value, self)
        if destination is not None:
            self.destination = destination
            destination.check(self)

    def bind(self, configuration: Construct) -> Bound:
        """Make what the destination needs below `configuration`."""
        self.configuration = configuration
        bound = self.destination.bind(self)
        if not isinstance(bound, Bound):
            raise TypeError(
                f"{type(self.destination).__name__}.bind has to return a Bound, not {bound!r}"
            )
        return bound

    def refuse(self, value: object, reason: str, fix: str) -> None:
        """Report that this destination cannot work."""
        self.problems.add(self.outcome.argument, value, reason, fix)

    @property
    def configured(self) -> Target:
        """The function and qualifier that is configured, for `Destination.bind`."""
        return cast("Target", self.target)

    @cached_property
    def scope(self) -> Construct:
        """Where `Destination.bind` makes things: `OnFailure` or `OnSuccess` in the configuration."""
        return Construct(self.configuration, f"On{self.outcome.title}")


class Destination(ABC):
    """Where Lambda sends the record of an invocation that ended in some outcome.

    A new kind is a subclass with `bind`; given `resource_types` and `arn_shape`, it is inferred from resources and
    ARNs as the built-in ones are. `SnsDestination` is a short one to read first.

    Args:
        resource: The resource, its data source, its ARN or a token of its ARN.

    Example:
        >>> from constructs_eic import ArnShape, Statement
        >>> class FirehoseDestination(Destination):
        ...     resource_types = ("aws_kinesis_firehose_delivery_stream",)
        ...     arn_shape = ArnShape("firehose", "deliverystream/")
        ...
        ...     def bind(self, delivery):
        ...         arn = self.arn(delivery)
        ...         return Bound(arn, (Statement(("firehose:PutRecord",), (arn,)),))
    """

    resource_types: ClassVar[tuple[str, ...]] = ()
    """Terraform's types that this destination is inferred from (`aws_sqs_queue`, `data.aws_sqs_queue`)."""

    arn_shape: ClassVar[ArnShape | None] = None
    """The ARNs that this destination is inferred from."""

    can_be_left_out: ClassVar[bool] = False
    """Whether the destination is made or looked up where none is given."""

    arn_attributes: ClassVar[tuple[str, ...]] = ("arn",)
    """The attributes of these resources that are ARNs, the usual one first."""

    outcomes: ClassVar[tuple[Outcome, ...]] = (Outcome.FAILURE, Outcome.SUCCESS)
    """The outcomes that Lambda sends there."""

    kinds: ClassVar[list[type[Destination]]] = []

    _given: TerraformElement | str | None = None

    def __init__(self, resource: TerraformElement | str) -> None:
        self.given = resource

    @property
    def given(self) -> TerraformElement | str | None:
        """What the destination was built with; `None` for one that is made or looked up."""
        return self._given

    @given.setter
    def given(self, resource: TerraformElement | str | None) -> None:
        self._given = cast("TerraformElement | str | None", bindings.textual(resource))

    def __init_subclass__(cls) -> None:
        Destination.kinds.append(cls)

    @abstractmethod
    def bind(self, delivery: Delivery) -> Bound:
        """Make what the destination needs, and say which ARN and permissions it amounts to.

        Called after `check` of every destination found no problem.
        """

    def check(self, delivery: Delivery) -> None:
        """Report, through `delivery.refuse`, what cannot work; make nothing."""
        self.check_literal(delivery.outcome, delivery.problems)
        if isinstance(self.given, str) and is_token(self.given):
            self._check_reference(self.given, delivery)

    def check_literal(self, outcome: Outcome, problems: Problems) -> None:
        """Report what cannot work in any app: the wrong outcome, resource, or literal ARN."""
        if outcome not in self.outcomes:
            problems.add(
                outcome.argument,
                self.given,
                f"Lambda sends to {self._title} on {self.outcomes[0].title.lower()} only",
                f"give it as {self.outcomes[0].argument}, or another destination here",
            )
        reason = self._what_is_wrong()
        if reason is not None:
            form = f"{self.arn_shape.example!r}, or " if self.arn_shape else ""
            problems.add(outcome.argument, self.given, reason, f"give {form}the resource itself")

    def arn(self, delivery: Delivery) -> str:
        """The destination's ARN: the resource's own, or as given."""
        resource = self.resource(delivery)
        if isinstance(self.given, str):
            reference = bindings.reference_of(self.given, delivery.place) if resource else None
            attribute = reference.attribute if reference else ""
        else:
            attribute = self.arn_attributes[0]
        return bindings.attribute(resource, attribute) if resource else str(self.given)

    def resource(self, delivery: Delivery) -> TerraformElement | None:
        """The resource or data source, also where it was given as a token of its ARN."""
        if not isinstance(self.given, str):
            return self.given
        reference = bindings.reference_of(self.given, delivery.place)
        if reference is None or reference.resource_type not in self.resource_types:
            return None
        return bindings.find(reference, delivery.near)

    @property
    def literal_region(self) -> str | None:
        """The region in the ARN, where that is literal."""
        try:
            region = Arn.parse(self.given).region if isinstance(self.given, str) else ""
        except ValueError:
            return None
        return region if region and not is_token(region) else None

    def _what_is_wrong(self) -> str | None:
        if self.given is None:
            return None if self.can_be_left_out else "nothing is given"
        if not isinstance(self.given, str):
            kind = bindings.resource_type(self.given)
            if self.resource_types and kind not in self.resource_types:
                return f"{type(self).__name__} takes {' or '.join(self.resource_types)}"
            return None
        if is_token(self.given) or self.arn_shape is None:
            return None
        if len(self.given) > DESTINATION_ARN_LENGTH:
            return f"Lambda takes ARNs of at most {DESTINATION_ARN_LENGTH} characters"
        return self.arn_shape.problem(self.given)

    def _check_reference(self, token: str, delivery: Delivery) -> None:
        reference = bindings.reference_of(token, delivery.place)
        if reference is None:
            return
        if reference.resource_type not in self.resource_types:
            others = (each for kind in Destination.kinds for each in kind.resource_types)
            if self.resource_types and reference.resource_type in others:
                delivery.refuse(
                    token,
                    f"{type(self).__name__} takes {' or '.join(self.resource_types)}",
                    "give one of these, or its ARN",
                )
        elif reference.attribute not in self.arn_attributes:
            delivery.refuse(
                token,
                f"{reference.attribute} is not the ARN",
                f"give the resource itself or its {self.arn_attributes[0]}",
            )

    @property
    def _title(self) -> str:
        return type(self).__name__.removesuffix("Destination")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'' if self.given is None else shown(self.given)})"
