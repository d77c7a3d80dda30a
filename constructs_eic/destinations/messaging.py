"""The common part of queues and topics: they must be standard, are created on request, and can have a key."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from constructs_eic._bindings.expressions import textual
from constructs_eic._bindings.resources import attribute, given, reference_id
from constructs_eic._bindings.scope_info import is_in_tree, scope_info_of
from constructs_eic._target.deployment import Deployment
from constructs_eic._target.location import Location
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.context import DestinationCheck, DestinationDelivery
from constructs_eic.destinations.encryption import check_given_key, check_key, key_arn
from constructs_eic.destinations.protocols import DestinationConfig

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._values.errors import Problems
    from constructs_eic._values.outcome import Outcome
    from constructs_eic.destinations.encryption import KeyLike
    from constructs_eic.destinations.protocols import CheckContext, Delivery


class MessagingDestination(Destination):
    """A queue or topic: given, or created under the construct when the first configuration needs it."""

    can_be_left_out = True

    def __init__(
        self, resource: TerraformElement | str | None, encryption_key: KeyLike | None
    ) -> None:
        self.given = resource
        self.encryption_key = textual(encryption_key)
        self._created: TerraformElement | None = None
        self._created_in = Deployment()

    @abstractmethod
    def _create(
        self, delivery: DestinationDelivery, encryption_key: str | None
    ) -> TerraformElement:
        """Create the queue or topic under `delivery.scope`."""

    def check(self, context: CheckContext) -> None:
        """Report a key that no permission can name, and a queue or topic that was created elsewhere."""
        checked = DestinationCheck.of(context)
        check_key(self.encryption_key, checked)
        if self.given is None and self._is_created_apart_from(checked):
            checked.refuse(
                self,
                f"it was created for {self._creator}, which has another region, account, provider, count or "
                "for_each",
                f"give each of the two its own {type(self).__name__}()",
            )

    def _check_values(self, outcome: Outcome, problems: Problems) -> None:
        """Report a key by id or alias."""
        check_given_key(self.encryption_key, outcome, problems)

    def _given_or_created(self, name: str) -> TerraformElement:
        """The resource that was given, else the one created for the configuration attached last."""
        resource = self._created if self.given is None else self.given
        if isinstance(resource, str):
            raise AttributeError(  # noqa: TRY004 - what is missing is the attribute
                f"{self!r} was given no resource, so it has no .{name}; give the resource itself"
            )
        if resource is None:
            raise AttributeError(
                f"the {name} is created when an EventInvokeConfig takes this {type(self).__name__}; read .{name} "
                "after that; if it comes from EventInvokeDefaults, read it from the configuration's on_failure or "
                "on_success"
            )
        return resource

    def bind(self, delivery: Delivery) -> DestinationConfig:
        """Permit the one action that delivers, and the use of the customer managed key."""
        whole = DestinationDelivery.of(delivery)
        key = key_arn(self.encryption_key, whole)
        arn = self._arn_of_created(whole, key) if self.given is None else self.arn(delivery)
        return DestinationConfig(arn, self.kind.statements(arn, key))

    def _is_created_apart_from(self, checked: DestinationCheck) -> bool:
        """Return whether it already created its queue or topic in a place where this configuration's cannot be."""
        created, scope_info = self._created, checked.scope_info
        if created is None or not is_in_tree(scope_info.app, created):
            return False
        there, here = self._created_in, checked.deployment
        if Location.of_resource(created).differs_from(Location.of_deployment(here, scope_info)):
            return True
        if reference_id(scope_info_of(created).stack) == reference_id(scope_info.stack):
            return there != here
        return _alias(there) != _alias(here) or there.instances != here.instances

    @property
    def _creator(self) -> str:
        """The path of the construct that the queue or topic was created for."""
        return "" if self._created is None else self._created.node.path.rsplit("/", 2)[0]

    def _arn_of_created(self, delivery: DestinationDelivery, key: str | None) -> str:
        if self._created is None or not is_in_tree(delivery.scope_info.app, self._created):
            self._created = self._create(delivery, key)
            self._created_in = delivery.deployment
        return attribute(self._created, "arn")


def _alias(deployment: Deployment) -> object:
    return None if deployment.provider is None else given(deployment.provider, "alias")
