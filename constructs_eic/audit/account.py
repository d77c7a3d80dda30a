"""Reads accounts into the model of the checks: functions with what these name first, then roles and keys."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from constructs_eic.audit.alarms import alarms
from constructs_eic.audit.calls import Calls, NotRead
from constructs_eic.audit.declared import CONFIGURATION, Place
from constructs_eic.audit.destinations import destination
from constructs_eic.audit.functions import of_function
from constructs_eic.audit.invokers import INVOKERS
from constructs_eic.audit.keys import key
from constructs_eic.audit.roles import roles
from constructs_eic.audit.selection import as_selected
from constructs_eic.aws.concurrent import Found, read_concurrently
from constructs_eic.checks._model.values import Reference, references_in
from constructs_eic.inventory.read import FunctionRead, read
from constructs_eic.inventory.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from constructs_eic.audit.unread import UnreadFacts
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.inventory.aws import Client, Function, Region
    from constructs_eic.inventory.progress import Progress

Answer = TypeVar("Answer")

_DESTINATIONS = (
    ("destination_config", "on_failure", "destination"),
    ("destination_config", "on_success", "destination"),
    ("dead_letter_config", "target_arn"),
)


@dataclass
class Tasks(Generic[Answer]):
    """Requests of one region that do not depend on each other.

    Attributes:
        calls: The region.
        tasks: Each returns what it read.
    """

    calls: Calls
    tasks: Sequence[Callable[[], Answer]]

    @property
    def workers(self) -> int:
        """The number of tasks that run at the same time."""
        return min(len(self.calls.region.clients), len(self.tasks))

    def items(self) -> Iterator[Callable[[], Answer]]:
        """The tasks."""
        yield from self.tasks

    def read(self, item: Callable[[], Answer], _worker: int) -> Answer | Exception:
        """Run one; what it raises is the answer."""
        try:
            return item()
        except Exception as error:
            return error

    def broke_off(self, error: Exception, _listed: int) -> Exception:
        """The tasks are known beforehand."""
        return error


def run(sources: Sequence[Tasks[Answer]], progress: Progress) -> Iterator[Answer]:
    """Run the tasks of all regions.

    Raises:
        Exception: what a task raised.
    """
    for event in read_concurrently([each for each in sources if each.tasks]):
        if isinstance(event, Found):
            progress.found()
        elif isinstance(event, Exception):
            raise event
        else:
            progress.read()
            yield event


@dataclass
class AccountReader:
    """Reads regions of accounts.

    Attributes:
        regions: The regions, of one or several accounts.
        unread: Where failures are written down.
        progress: Is notified of what is to be read, and what was.
    """

    regions: Sequence[Region]
    unread: UnreadFacts
    progress: Progress
    calls_of: dict[Place, Calls] = field(default_factory=dict)
    _resources: dict[str, Resource] = field(default_factory=dict)
    _lists: dict[Place, deque[Callable[..., Iterator[Resource]]]] = field(default_factory=dict)
    _seen: set[tuple[Place, str]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def resources(self, selects: Callable[[str], bool]) -> Sequence[Resource]:
        """All that rules need to know, each once.

        Args:
            selects: Whether a function with this name is read.
        """
        self._read_functions(selects)
        self._read_all(self._further_tasks())
        self._read_all(self._keys())
        # In an order of their own: what arrives first differs from time to time.
        known = (self._resources[id_] for id_ in sorted(self._resources))
        found = (as_selected(each, selects) for each in known)
        return [each for each in found if each is not None]

    def _read_functions(self, selects: Callable[[str], bool]) -> None:
        calls = {id(each): Calls(each, self.unread, self.progress) for each in self.regions}

        def read_function(client: Client, region: Region, function: Function) -> Iterator[Resource]:
            return self._of_function(calls[id(region)], client, function)

        for event in read(self.regions, read_function, selects=selects):
            if isinstance(event, Found):
                self.progress.found()
            elif isinstance(event, Unread):
                self.unread.say(event.region, event.reason)
            elif isinstance(event, FunctionRead):
                self.progress.read()
                if event.unread is not None:
                    self.unread.say(event.region, event.unread.reason, event.function_name)
                self._add(event.entries)

    def _of_function(self, calls: Calls, client: Client, function: Function) -> Iterator[Resource]:
        """A function, what its events go to, and one of the lists of the region.

        All of it together, so that each function takes about as long as the next, and the time left is known early.
        """
        place = Place.of(function["FunctionArn"])
        with self._lock:
            self.calls_of.setdefault(place, calls)
            lists = self._lists.setdefault(place, deque((*INVOKERS, alarms)))
        for resource in of_function(calls, client, function):
            yield resource
            for arn in self._claimed(resource, place):
                yield from _all(destination, arn, calls, place)
        with suppress(IndexError):
            yield from _all(lists.popleft(), calls, place)

    def _claimed(self, resource: Resource, place: Place) -> list[str]:
        """The destinations and dead-letter queues that a resource is the first to name."""
        found = {resource.get(*path) for path in _DESTINATIONS}
        with self._lock:
            new = [each for each in found if isinstance(each, str)]
            new = [each for each in new if (place, each) not in self._seen]
            self._seen.update((place, each) for each in new)
        return sorted(new)

    def _further_tasks(self) -> Sequence[Tasks[list[Resource]]]:
        """Return the lists that no function was there for, and the roles."""
        by_place = {
            place: Tasks(calls, [partial(_all, each, calls, place) for each in self._lists[place]])
            for place, calls in self.calls_of.items()
        }
        for account, arns in self._roles().items():
            place = next(each for each in by_place if each.account == account)
            tasks = by_place[place]
            tasks.tasks = [*tasks.tasks, partial(_all, roles, arns, tasks.calls)]
        return list(by_place.values())

    def _roles(self) -> dict[str, set[str]]:
        """The roles of functions that have a configuration, by account: no other role's policies matter."""
        configured = {
            each.get("function_name")
            for each in self._resources.values()
            if each.type == CONFIGURATION and each.get("destination_config") is not None
        }
        found: dict[str, set[str]] = {}
        for each in self._resources.values():
            role = each.get("role") if each.type == "aws_lambda_function" else None
            if isinstance(role, str) and each.address in configured:
                found.setdefault(Place.of(each.address).account, set()).add(role)
        return found

    def _keys(self) -> Sequence[Tasks[list[Resource]]]:
        """The keys that destinations refer to."""
        wanted: dict[Place, dict[str, None]] = {}
        for resource in self._resources.values():
            if resource.type not in ("aws_sqs_queue", "aws_sns_topic", "aws_s3_bucket"):
                continue
            for reference in references_in(dict(resource.arguments)):
                for place in self.calls_of:
                    key_id = _key_id(reference, place)
                    if key_id:
                        wanted.setdefault(place, {})[key_id] = None
        return [
            Tasks(calls, [partial(_all, key, id_, calls, place) for id_ in ids])
            for place, ids in wanted.items()
            for calls in [self.calls_of[place]]
        ]

    def _read_all(self, sources: Sequence[Tasks[list[Resource]]]) -> None:
        for found in run(sources, self.progress):
            self._add(found)

    def _add(self, resources: Iterable[Resource]) -> None:
        for each in resources:
            other = self._resources.setdefault(each.id, each)
            if (each.stack or "") < (other.stack or ""):  # a bucket that several regions send to
                self._resources[each.id] = each


def _all(reader: Callable[..., Iterator[Resource]], *given: object) -> list[Resource]:
    """Return what a reader yields until it ends or breaks off, which it has written down then."""
    found: list[Resource] = []
    with suppress(NotRead):
        found.extend(reader(*given))
    return found


def _key_id(reference: Reference, place: Place) -> str | None:
    prefix = place.key_block("")
    return reference.block.removeprefix(prefix) if reference.block.startswith(prefix) else None
