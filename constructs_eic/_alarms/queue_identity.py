"""Decides which queues of an app are one, whichever way each configuration names its queue."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from constructs_eic._bindings.expressions import resolved
from constructs_eic._bindings.resources import given_text, resource_type
from constructs_eic._bindings.scope_info import node_of
from constructs_eic._target.location import Location
from constructs_eic._values.tokens import is_token
from constructs_eic.destinations.sqs import name_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment


class QueueUser(Protocol):
    """A construct that uses a queue."""

    @property
    def deployment(self) -> Deployment:
        """Provider and region of everything that it creates."""

    @property
    def scope_info(self) -> ScopeInfo:
        """Where it is in the app."""


@dataclass(frozen=True)
class _Claim:
    """A queue that has a name in a region, for stacks with the same credentials.

    Attributes:
        queue: What the queue is known by.
        is_resource: Whether it is a resource of the app.
        account: Its account, if it is literal.
    """

    queue: str
    is_resource: bool
    account: str | None

    def may_be(self, other: _Claim) -> bool:
        """Return whether both are one queue: an app of several environments has a resource of one name in each."""
        if self.is_resource and other.is_resource:
            return False
        if None in (self.account, other.account):
            return self.is_resource or other.is_resource
        return self.account == other.account


@dataclass
class Queues:
    """The queues of one app by what they are called, and those with literal names by where they are."""

    known: dict[str, str] = field(default_factory=dict)
    claims: dict[tuple[str, str, str], dict[_Claim, None]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def key_of(self, queue: TerraformElement | str, user: QueueUser) -> str:
        """Return what a queue is known by, which is the same for each way of naming it.

        Args:
            queue: The queue, or its ARN.
            user: What uses it.
        """
        names = [*_names_of(queue, user)]
        place = _place_of(queue, user)
        known = next((self.known[name] for name in names if name in self.known), None)
        if place is not None:
            is_resource = resource_type(queue) == "aws_sqs_queue"
            claim = _Claim(known or names[0], is_resource, location_of(queue).account)
            others = {each.queue for each in self.claims[place] if claim.may_be(each)}
            if known is None and len(others) == 1:
                (known,) = others
                claim = replace(claim, queue=known)
            self.claims[place][claim] = None
        for name in names:
            self.known.setdefault(name, known or names[0])
        return known or names[0]


def key_of_text(named: TerraformElement | str, user: QueueUser) -> str:
    """Return a resource's path in the app, or the expression that a text becomes in the stack."""
    if not isinstance(named, str):
        return node_of(named).path
    text = resolved(named, user.scope_info)
    return f"{user.scope_info.stack_path}: {text}" if is_token(text) else text


def _names_of(queue: TerraformElement | str, user: QueueUser) -> Iterator[str]:
    """Yield what a queue is known by: its path or ARN, and in the place of the alarm its literal name."""
    yield key_of_text(queue, user)
    name = literal_name_of(queue)
    if name is not None:
        # CloudWatch knows a queue by its name alone, in one region of one account.
        yield f"{user.scope_info.stack_path}: {user.deployment.key}: {name}"


def _place_of(queue: TerraformElement | str, user: QueueUser) -> tuple[str, str, str] | None:
    """Where a queue with a literal name is; `None` if that is not literal."""
    name = literal_name_of(queue)
    here = user.deployment.place_in(user.scope_info)
    region = location_of(queue).region or here.region
    return None if name is None or region is None else (region, here.credentials, name)


def location_of(queue: TerraformElement | str) -> Location:
    """Where a queue, or the queue with an ARN, is as far as that is literal."""
    return Location.of_text(queue) if isinstance(queue, str) else Location.of_resource(queue)


def literal_name_of(queue: TerraformElement | str) -> str | None:
    """The name of a queue, or of the queue with an ARN, if it is literal."""
    name = name_in(queue) if isinstance(queue, str) else given_text(queue, "name")
    return None if name is None or is_token(name) else name
