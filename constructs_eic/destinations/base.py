"""What a destination is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, cast

from constructs_eic._bindings.expressions import textual
from constructs_eic._bindings.resources import attribute, instance_example, resource_type
from constructs_eic._values.destination_kinds import DESTINATION_ARN_LENGTH
from constructs_eic._values.errors import shown
from constructs_eic._values.tokens import give_one_instance, is_token, one_of_all
from constructs_eic.destinations.delivery import Outcome

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.references import AttributeReference
    from constructs_eic._values.arn import ArnShape
    from constructs_eic._values.errors import Problems
    from constructs_eic.destinations.delivery import Bound, CheckContext, Delivery


def refuse_multiple(instance: str) -> tuple[str, str]:
    """Reason and fix for a resource with `count` or `for_each` that is given as a whole."""
    return (
        "this resource has count or for_each, and a configuration names one instance",
        give_one_instance(instance),
    )


class Destination(ABC):
    """Where Lambda sends the record of an invocation that ended with a certain outcome.

    To add a kind of destination, write a subclass with `bind`. With `resource_types` and `arn_shape`, it is
    inferred from resources and ARNs like the built-in ones. `SnsDestination` is a short example to read first.

    Args:
        resource: The resource, its data source, its ARN or a token of its ARN.

    Examples:
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
    """Whether the destination is created or looked up if none is given."""

    arn_attributes: ClassVar[tuple[str, ...]] = ("arn",)
    """The attributes of these resources that are ARNs, the usual one first."""

    outcomes: ClassVar[tuple[Outcome, ...]] = (Outcome.FAILURE, Outcome.SUCCESS)
    """The outcomes whose records Lambda can send there."""

    kinds: ClassVar[list[type[Destination]]] = []

    _given: TerraformElement | str | None = None

    def __init__(self, resource: TerraformElement | str) -> None:
        self.given = resource

    @property
    def given(self) -> TerraformElement | str | None:
        """The value that the destination was created with; `None` if its resource is created or looked up."""
        return self._given

    @given.setter
    def given(self, resource: TerraformElement | str | None) -> None:
        self._given = cast("TerraformElement | str | None", textual(resource))

    def __init_subclass__(cls) -> None:
        Destination.kinds.append(cls)

    @abstractmethod
    def bind(self, delivery: Delivery) -> Bound:
        """Create what the destination needs, and return its ARN and the permissions that it requires.

        Called after the `check` methods of all destinations found no problem.
        """

    def check(self, context: CheckContext) -> None:
        """Report what cannot work through `context.refuse`; do not create anything."""
        self.check_literal(context.outcome, context.problems)
        if context.reference is not None:
            self._check_reference(context.reference, context)
        if context.resource is not None:
            instance = instance_example(context.resource, self.arn_attributes[0])
        else:
            given = self.given
            instance = (
                one_of_all(context.problems.expression(given)) if isinstance(given, str) else None
            )
        if instance is not None:
            context.refuse(self.given, *refuse_multiple(instance))

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
        resource, reference = delivery.checked.resource, delivery.checked.reference
        if resource is None:
            return str(self.given)
        return attribute(resource, reference.attribute if reference else self.arn_attributes[0])

    def key_on(self, resource: TerraformElement) -> object:
        """The KMS key that `resource` is encrypted with, if this kind needs permission for it."""
        return None

    def _what_is_wrong(self) -> str | None:
        if "_given" not in vars(self):
            return None  # a kind with its own constructor knows what it was given
        if self.given is None:
            return None if self.can_be_left_out else "nothing is given"
        if not isinstance(self.given, str):
            kind = resource_type(self.given)
            if self.resource_types and kind not in self.resource_types:
                return f"{type(self).__name__} takes {' or '.join(self.resource_types)}"
            return None
        if is_token(self.given) or self.arn_shape is None:
            return None
        if len(self.given) > DESTINATION_ARN_LENGTH:
            return f"Lambda takes ARNs of at most {DESTINATION_ARN_LENGTH} characters"
        return self.arn_shape.problem(self.given)

    def _check_reference(self, reference: AttributeReference, context: CheckContext) -> None:
        if reference.resource_type not in self.resource_types:
            others = (each for kind in Destination.kinds for each in kind.resource_types)
            if self.resource_types and reference.resource_type in others:
                context.refuse(
                    self.given,
                    f"{type(self).__name__} takes {' or '.join(self.resource_types)}",
                    "give one of these, or its ARN",
                )
        elif reference.attribute not in self.arn_attributes:
            context.refuse(
                self.given,
                f"{reference.attribute} is not the ARN",
                f"give the resource itself or its {self.arn_attributes[0]}",
            )

    @property
    def _title(self) -> str:
        return type(self).__name__.removesuffix("Destination")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'' if self.given is None else shown(self.given)})"
