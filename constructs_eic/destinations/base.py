"""The base class of all destinations."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from constructs_eic._bindings.expressions import resolved_anywhere, textual
from constructs_eic._bindings.resources import attribute, resource_type
from constructs_eic._values.errors import shown
from constructs_eic.destinations.context import DestinationDelivery

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._values.destination_kinds import DestinationKind
    from constructs_eic._values.errors import Problems
    from constructs_eic._values.outcome import Outcome
    from constructs_eic.destinations.protocols import CheckContext, Delivery, DestinationConfig

_DestinationClass = TypeVar("_DestinationClass", bound="type[Destination]")


class Destination(ABC):
    """A destination to which Lambda sends the record of an invocation that ended with a certain outcome.

    To add a kind of destination, write a subclass with `bind`. `SnsDestination` is a short example to read first.

    Args:
        resource: The resource, its data source, its ARN or a token of its ARN.

    Examples:
        >>> from constructs_eic import ArnShape, DestinationKind
        >>> class FirehoseDestination(Destination):
        ...     kind = DestinationKind(
        ...         title="Firehose stream",
        ...         arn_shape=ArnShape("firehose", "deliverystream/"),
        ...         resource_types={"aws_kinesis_firehose_delivery_stream": ("arn",)},
        ...         actions=(("firehose:PutRecord", ""),),
        ...     )
        ...
        ...     def bind(self, delivery):
        ...         arn = self.arn(delivery)
        ...         return DestinationConfig(arn, self.kind.statements(arn))
    """

    kind: ClassVar[DestinationKind]
    """What is true of all destinations of this kind, and what is given is compared with. A class may have none."""

    can_be_left_out: ClassVar[bool] = False
    """Whether the destination is created or looked up if none is given."""

    _given: TerraformElement | str | None = None

    def __init__(self, resource: TerraformElement | str) -> None:
        self.given = resource

    @staticmethod
    def register(destination: _DestinationClass) -> _DestinationClass:
        """Let a class with `kind` also be inferred from resources and ARNs that are given without it.

        This holds for the whole process. A class that is registered later takes precedence, also over those of this
        package.

        Args:
            destination: The class; it is returned, so that this can be used as a decorator.

        Raises:
            TypeError: The class has no `kind`.

        Examples:
            >>> from constructs_eic import SqsDestination
            >>> Destination.register(SqsDestination).__name__
            'SqsDestination'
        """
        if kind_of(destination) is None:
            raise TypeError(f"{destination.__name__} has no kind, so it cannot be inferred")
        REGISTERED.insert(0, destination)
        return destination

    @property
    def given(self) -> TerraformElement | str | None:
        """The value that the destination was created with; `None` if its resource is created or looked up."""
        return self._given

    @given.setter
    def given(self, resource: TerraformElement | str | None) -> None:
        self._given = cast("TerraformElement | str | None", textual(resource))

    @abstractmethod
    def bind(self, delivery: Delivery) -> DestinationConfig:
        """Create what the destination needs, and return its ARN and the permissions that it requires.

        Called after all destinations of the configuration were checked and no problem was found.
        """

    def check(self, context: CheckContext) -> None:  # noqa: B027 - there is nothing more to check by default
        """Report what cannot work through `context.refuse`, in addition to what `kind` says; create nothing."""

    def arn(self, delivery: Delivery) -> str:
        """The destination's ARN: the resource's own, or as given."""
        checked = DestinationDelivery.of(delivery).checked
        if checked.resource is None:
            return str(self.given)
        if checked.reference is not None:
            return attribute(checked.resource, checked.reference.attribute)
        return attribute(checked.resource, usual_attribute(checked.kind, checked.resource))

    def _check_values(self, outcome: Outcome, problems: Problems) -> None:  # noqa: B027 - as above
        """Report what cannot work in any app, in addition to what `kind` says."""

    def __repr__(self) -> str:
        given = resolved_anywhere(self.given) if isinstance(self.given, str) else self.given
        return f"{type(self).__name__}({'' if given is None else shown(given)})"


def kind_of(destination: Destination | type[Destination]) -> DestinationKind | None:
    """The kind of a destination; `None` if its class does not say."""
    return getattr(destination, "kind", None)


def usual_attribute(kind: DestinationKind | None, resource: TerraformElement) -> str:
    """The attribute of `resource` that is its ARN."""
    attributes = kind.arn_attributes(resource_type(resource) or "") if kind else ()
    return (*attributes, "arn")[0]


# The classes that are inferred, those that take precedence first.
REGISTERED: list[type[Destination]] = []
