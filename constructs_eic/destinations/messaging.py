"""What queues and topics have in common: they must be standard, are created on request, and can have a key."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from constructs_eic._bindings.expressions import textual
from constructs_eic._bindings.resources import attribute, given, given_text, reference_id
from constructs_eic._bindings.scope_info import is_in_tree, scope_info_of
from constructs_eic._target.deployment import Deployment
from constructs_eic._target.location import Location
from constructs_eic._values.policy_document import Statement
from constructs_eic.destinations.base import Destination
from constructs_eic.destinations.delivery import Bound
from constructs_eic.destinations.encryption import check_given_key, check_key, key_arn

if TYPE_CHECKING:
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._values.errors import Problems
    from constructs_eic.destinations.delivery import CheckContext, Delivery, Outcome
    from constructs_eic.destinations.encryption import KeyLike

_FIFO_REASON = "Lambda delivers to standard queues and topics only; a FIFO queue or topic never receives a record"
_FIFO_FIX = "give a standard one, without '.fifo' in its name"


class MessagingDestination(Destination):
    """A queue or topic: given, or created under the construct when the first configuration needs it."""

    can_be_left_out = True
    action: ClassVar[str]
    fifo_argument: ClassVar[str]

    def __init__(
        self, resource: TerraformElement | str | None, encryption_key: KeyLike | None
    ) -> None:
        self.given = resource
        self.encryption_key = textual(encryption_key)
        self._made: TerraformElement | None = None
        self._made_in = Deployment()

    @abstractmethod
    def make(self, delivery: Delivery, encryption_key: str | None) -> TerraformElement:
        """Create the queue or topic under `delivery.scope`."""

    def check(self, context: CheckContext) -> None:
        """Report a FIFO queue or topic, a key that no permission can name, and one that was created elsewhere."""
        super().check(context)
        if isinstance(self.given, str) and self._is_fifo_resource(context.resource):
            context.refuse(self.given, _FIFO_REASON, _FIFO_FIX)
        check_key(self.encryption_key, context)
        if self.given is None and self._is_made_apart_from(context):
            context.refuse(
                self,
                f"what it created for {self._maker} is in another region or account, or of another provider, "
                "count or for_each",
                f"give each of the two a {type(self).__name__}() of its own",
            )

    def key_on(self, resource: TerraformElement) -> object:
        """The key set on the queue or topic itself."""
        return given(resource, "kms_master_key_id") or None

    def check_literal(self, outcome: Outcome, problems: Problems) -> None:
        """Report what cannot work in any app, including a FIFO queue or topic."""
        super().check_literal(outcome, problems)
        check_given_key(self.encryption_key, outcome, problems)
        queue_or_topic = self.given
        if (
            _is_fifo(queue_or_topic)
            if isinstance(queue_or_topic, str)
            else self._is_fifo_resource(queue_or_topic)
        ):
            problems.add(outcome.argument, queue_or_topic, _FIFO_REASON, _FIFO_FIX)

    def _is_fifo_resource(self, resource: TerraformElement | None) -> bool:
        if resource is None:
            return False
        is_declared = given(resource, self.fifo_argument) is True
        return is_declared or _is_fifo(given_text(resource, "name"))

    def given_or_made(self, name: str) -> TerraformElement:
        """The resource that was given, else the one created for the configuration attached last."""
        resource = self._made if self.given is None else self.given
        if isinstance(resource, str):
            raise AttributeError(  # noqa: TRY004 - what is missing is the attribute
                f"{self!r} was given no resource, so it has no .{name}; give the resource itself"
            )
        if resource is None:
            raise AttributeError(
                f"the {name} is created when an EventInvokeConfig takes this {type(self).__name__}; create "
                "that first, or ask its on_failure or on_success where it comes from EventInvokeDefaults"
            )
        return resource

    def bind(self, delivery: Delivery) -> Bound:
        """Permit the one action that delivers, and the use of the customer managed key."""
        key = key_arn(self.encryption_key, delivery)
        arn = self._arn_of_made(delivery, key) if self.given is None else self.arn(delivery)
        statements = [Statement((self.action,), (arn,))]
        if key is not None:
            statements.append(Statement(("kms:Decrypt", "kms:GenerateDataKey"), (key,)))
        return Bound(arn, tuple(statements))

    def _is_made_apart_from(self, context: CheckContext) -> bool:
        """Whether it already created its queue or topic in a place where this configuration's cannot be."""
        made, scope_info = self._made, context.scope_info
        if made is None or not is_in_tree(scope_info.app, made):
            return False
        there, here = self._made_in, context.deployment
        if Location.of_resource(made).differs_from(Location.of_deployment(here, scope_info)):
            return True
        if reference_id(scope_info_of(made).stack) == reference_id(scope_info.stack):
            return there != here
        return _alias(there) != _alias(here) or there.instances != here.instances

    @property
    def _maker(self) -> str:
        """The path of the configuration that the queue or topic was created for."""
        return "" if self._made is None else self._made.node.path.rpartition("/On")[0]

    def _arn_of_made(self, delivery: Delivery, key: str | None) -> str:
        if self._made is None or not is_in_tree(delivery.scope_info.app, self._made):
            self._made = self.make(delivery, key)
            self._made_in = delivery.deployment
        return attribute(self._made, "arn")


def _alias(deployment: Deployment) -> object:
    return None if deployment.provider is None else given(deployment.provider, "alias")


def _is_fifo(name: str | None) -> bool:
    return name is not None and name.endswith(".fifo")
