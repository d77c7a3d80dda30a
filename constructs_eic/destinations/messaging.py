"""What queues and topics have in common: standard ones only, made on request, encrypted with a key."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from constructs_eic import bindings
from constructs_eic.destinations.base import Bound, Destination
from constructs_eic.destinations.encryption import check_found_key, check_given_key, key_arn
from constructs_eic.permissions import Statement

if TYPE_CHECKING:
    from cdktf import TerraformElement

    from constructs_eic.destinations.base import Delivery, Outcome
    from constructs_eic.destinations.encryption import KeyLike
    from constructs_eic.errors import Problems

_FIFO_REASON = "Lambda delivers to standard queues and topics only; a FIFO one never gets a record"
_FIFO_FIX = "give a standard one, without '.fifo' in its name"


class MessagingDestination(Destination):
    """A queue or topic: given, or made under the construct when the first configuration needs it."""

    can_be_left_out = True
    action: ClassVar[str]
    fifo_argument: ClassVar[str]

    def __init__(
        self, resource: TerraformElement | str | None, encryption_key: KeyLike | None
    ) -> None:
        self.given = resource
        self.encryption_key = encryption_key
        self._made: TerraformElement | None = None

    @abstractmethod
    def make(self, delivery: Delivery, encryption_key: str | None) -> TerraformElement:
        """Make the queue or topic under `delivery.scope`."""

    def check(self, delivery: Delivery) -> None:
        """Report a FIFO queue or topic, and a key that no permission can name."""
        super().check(delivery)
        resource = delivery.resource
        if resource is not None:
            if isinstance(self.given, str) and self._is_fifo_resource(resource):
                delivery.refuse(self.given, _FIFO_REASON, _FIFO_FIX)
            delivery.found_key = bindings.given(resource, "kms_master_key_id") or None
        if self.encryption_key is None:
            check_found_key(delivery)

    def check_literal(self, outcome: Outcome, problems: Problems) -> None:
        """Report what cannot work in any app, a FIFO queue or topic included."""
        super().check_literal(outcome, problems)
        check_given_key(self.encryption_key, problems)
        given = self.given
        is_fifo = _is_fifo(given) if isinstance(given, str) else self._is_fifo_resource(given)
        if is_fifo:
            problems.add(outcome.argument, given, _FIFO_REASON, _FIFO_FIX)

    def _is_fifo_resource(self, resource: TerraformElement | None) -> bool:
        if resource is None:
            return False
        is_declared = bindings.given(resource, self.fifo_argument) is True
        return is_declared or _is_fifo(bindings.given_text(resource, "name"))

    def given_or_made(self, name: str) -> TerraformElement:
        """The resource that was given, or else the one made for the configuration attached last."""
        resource = self._made if self.given is None else self.given
        if isinstance(resource, str):
            raise AttributeError(  # noqa: TRY004 - what is missing is the attribute
                f"{self!r} was given no resource, so it has no .{name}; give the resource itself"
            )
        if resource is None:
            raise AttributeError(
                f"the {name} is made when an EventInvokeConfig takes this {type(self).__name__}; make "
                "that first, or ask its on_failure or on_success where it comes from EventInvokeDefaults"
            )
        return resource

    def bind(self, delivery: Delivery) -> Bound:
        """Permit the one action that delivers, and the use of the customer's key."""
        key = key_arn(self.encryption_key, delivery.found_key, delivery)
        arn = self._arn_of_made(delivery, key) if self.given is None else self.arn(delivery)
        statements = [Statement((self.action,), (arn,))]
        if key is not None:
            statements.append(Statement(("kms:Decrypt", "kms:GenerateDataKey"), (key,)))
        return Bound(arn, tuple(statements))

    def _arn_of_made(self, delivery: Delivery, key: str | None) -> str:
        if self._made is None or not bindings.stands_in(delivery.place.app, self._made):
            self._made = self.make(delivery, key)
        return bindings.attribute(self._made, "arn")


def _is_fifo(name: str | None) -> bool:
    return name is not None and name.endswith(".fifo")
