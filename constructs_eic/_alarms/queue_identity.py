"""Decides which queues of an app are one, whichever way each configuration names its queue."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from constructs_eic._bindings.expressions import resolved
from constructs_eic._bindings.resources import given_text, resource_type
from constructs_eic._bindings.scope_info import node_of
from constructs_eic._target.location import Location
from constructs_eic._values.tokens import is_token
from constructs_eic.destinations.sqs import name_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_eic._alarms.metric_alarms import AlarmContext
    from constructs_eic._bindings.protocols import TerraformElement


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

    def key_of(self, queue: TerraformElement | str, watched: AlarmContext) -> str:
        """Return what a queue is known by, which is the same for each way of naming it.

        Args:
            queue: The queue, or its ARN.
            watched: The configuration that it is the failure queue of.
        """
        names = [*_names_of(queue, watched)]
        place = _place_of(queue, watched)
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


def key_of_text(named: TerraformElement | str, watched: AlarmContext) -> str:
    """Return a resource's path in the app, or the expression that a text becomes in the stack."""
    if not isinstance(named, str):
        return node_of(named).path
    text = resolved(named, watched.scope_info)
    return f"{watched.scope_info.stack_path}: {text}" if is_token(text) else text


def _names_of(queue: TerraformElement | str, watched: AlarmContext) -> Iterator[str]:
    """Yield what a queue is known by: its path or ARN, and in the place of the alarm its literal name."""
    yield key_of_text(queue, watched)
    name = literal_name_of(queue)
    if name is not None:
        # CloudWatch knows a queue by its name alone, in one region of one account.
        yield f"{watched.scope_info.stack_path}: {watched.deployment.key}: {name}"


def _place_of(queue: TerraformElement | str, watched: AlarmContext) -> tuple[str, str, str] | None:
    """Where a queue with a literal name is; `None` if that is not literal."""
    name = literal_name_of(queue)
    here = watched.deployment.place_in(watched.scope_info)
    region = location_of(queue).region or here.region
    return None if name is None or region is None else (region, here.credentials, name)


def location_of(queue: TerraformElement | str) -> Location:
    """Where a queue, or the queue with an ARN, is as far as that is literal."""
    return Location.of_text(queue) if isinstance(queue, str) else Location.of_resource(queue)


def literal_name_of(queue: TerraformElement | str) -> str | None:
    """The name of a queue, or of the queue with an ARN, if it is literal."""
    name = name_in(queue) if isinstance(queue, str) else given_text(queue, "name")
    return None if name is None or is_token(name) else name
