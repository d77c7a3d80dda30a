"""Lambda's API in one region: the clients and the pages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypedDict, TypeVar

from botocore import exceptions as boto

from constructs_eic._values.function_reference import LATEST, FunctionReference
from constructs_eic.aws.errors import (
    UNREACHABLE,
    is_never_sent,
    is_not_found,
)
from constructs_eic.aws.pages import pages_of
from constructs_eic.aws.rate_limit import Pace
from constructs_eic.aws.session import READ_SECONDS, open_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from constructs_eic.aws.session import Session
    from constructs_eic.inventory.entry import FunctionEventInvokeConfig

_Answer = TypeVar("_Answer")

_ATTEMPTS = 8
_ATTEMPTS_TO_REACH = 2
_READ_SECONDS_TO_REACH = 10


class _Named(TypedDict):
    FunctionName: str


class Function(_Named, total=False):
    """A function as `ListFunctions` returns it."""

    FunctionArn: str
    Role: str
    DeadLetterConfig: Mapping[str, str]
    DurableConfig: Mapping[str, object]


class _Functions(TypedDict, total=False):
    Functions: Sequence[Function]
    NextMarker: str


class _Configurations(TypedDict, total=False):
    FunctionEventInvokeConfigs: Sequence[FunctionEventInvokeConfig]
    NextMarker: str


class _Events(Protocol):
    def register(self, event_name: str, handler: object) -> None: ...


class _Meta(Protocol):
    @property
    def events(self) -> _Events: ...


class Client(Protocol):
    """The part of boto3's Lambda client that an inventory needs."""

    @property
    def meta(self) -> _Meta:
        """The object that holds the client's event hooks."""

    def list_functions(self, **request: str) -> _Functions:
        """One page of `ListFunctions`."""

    def list_function_event_invoke_configs(self, **request: str) -> _Configurations:
        """One page of `ListFunctionEventInvokeConfigs`."""

    def get_function_event_invoke_config(self, **request: str) -> FunctionEventInvokeConfig:
        """`GetFunctionEventInvokeConfig`."""


@dataclass(frozen=True)
class Region:
    """Lambda in one region.

    Attributes:
        name: The region.
        clients: One for each concurrent request; they retry requests that are throttled or break off. There is one
            for each thread, not one for all, because botocore's adaptive mode slows down the whole client on every
            throttled response: this way it slows down one thread, and the others take over its work.
        scout: A client that gives up sooner: it does not wait for an endpoint that does not exist.
        service: Makes the region's client of another service, whose requests count for the same rate.
    """

    name: str
    clients: Sequence[Client]
    scout: Client
    service: Callable[[str], Any]

    def functions(self) -> Iterator[Function]:
        """All functions, page by page."""
        pages = pages_of(
            lambda marker: self._reach(lambda client: client.list_functions(**_at(marker))),
            lambda page: page.get("NextMarker"),
        )
        for page in pages:
            yield from page["Functions"]

    def function_names(self) -> Iterator[str]:
        """The names of all functions, page by page."""
        return (each["FunctionName"] for each in self.functions())

    def configuration(self, function: str, qualifier: str | None) -> FunctionEventInvokeConfig:
        """The configuration under one qualifier.

        Args:
            function: Name or ARN of the function, without qualifier.
            qualifier: `None` and `$LATEST` are the same in AWS. An emulator may distinguish them, so it is asked
                for one and then for the other.
        """
        try:
            return self._get(function, qualifier)
        except boto.ClientError as error:
            if qualifier not in (None, LATEST) or not is_not_found(error):
                raise
        return self._get(function, LATEST if qualifier is None else None)

    def configured_qualifiers(self, function: str) -> list[str]:
        """The qualifiers of a function that have a configuration; none if that cannot be read.

        Args:
            function: Name or ARN of the function, without qualifier.
        """
        try:
            found = list(configurations(self.scout, function))
        except (boto.BotoCoreError, boto.ClientError):
            return []
        references = [FunctionReference.read(each["FunctionArn"]) for each in found]
        return sorted(each.qualifier or LATEST for each in references)

    def _get(self, function: str, qualifier: str | None) -> FunctionEventInvokeConfig:
        request = {"FunctionName": function}
        if qualifier is not None:
            request["Qualifier"] = qualifier
        return self._reach(lambda client: client.get_function_event_invoke_config(**request))

    def _reach(self, ask: Callable[[Client], _Answer]) -> _Answer:
        try:
            return ask(self.scout)
        except UNREACHABLE:
            raise
        except (boto.BotoCoreError, boto.ClientError) as error:
            if is_not_found(error) or is_never_sent(error):
                raise
            return ask(self.clients[0])


def configurations(client: Client, function_name: str) -> Iterator[FunctionEventInvokeConfig]:
    """The configurations of one function under all its qualifiers, page by page."""
    pages = pages_of(
        lambda marker: client.list_function_event_invoke_configs(
            FunctionName=function_name, **_at(marker)
        ),
        lambda page: page.get("NextMarker"),
    )
    for page in pages:
        yield from page["FunctionEventInvokeConfigs"]


def _at(marker: str | None) -> dict[str, str]:
    return {} if marker is None else {"Marker": marker}


def open_regions(
    names: Sequence[str], *, profile: str | None = None, requests_per_second: float = 0
) -> Sequence[Region]:
    """The regions `names`, or the session's own where there are none.

    Args:
        names: Regions.
        profile: A profile of AWS's shared configuration; `None` follows the environment.
        requests_per_second: Limit for each region; 0 sets no limit.

    Raises:
        AwsError: no such profile, no region, no credentials.
    """
    session = open_session(profile)
    chosen = list(dict.fromkeys(names)) or [session.region]
    size = _requests_at_a_time(len(chosen), requests_per_second)
    # The user's setting, if there is one: botocore's default of 3 is too few for a busy account.
    attempts = session.max_attempts or _ATTEMPTS
    return [_region(session, name, Pace(requests_per_second), size, attempts) for name in chosen]


def _requests_at_a_time(regions: int, requests_per_second: float) -> int:
    # More than 32 bring nothing, since fewer keep one Python process busy; a response takes under a second.
    most = min(32, math.ceil(requests_per_second)) if requests_per_second else 32
    return max(4, min(most, 64 // regions))


def _region(session: Session, name: str, pace: Pace, size: int, attempts: object) -> Region:
    def opened(
        service: str, mode: str, attempts: object, read_seconds: float = READ_SECONDS
    ) -> Any:  # noqa: ANN401 - boto3 makes a client's methods at run time
        made = session.client(
            service,
            name,
            retries={"mode": mode, "total_max_attempts": attempts},
            connections=max(size, 10),
            read_seconds=read_seconds,
        )
        # Here and not around the call, so that botocore's retries count as well.
        made.meta.events.register(f"before-send.{service}", lambda **_: pace.wait())
        return made

    scout: Client = opened("lambda", "adaptive", _ATTEMPTS_TO_REACH, _READ_SECONDS_TO_REACH)
    clients: list[Client] = [opened("lambda", "adaptive", attempts) for _ in range(size)]
    # All threads share it: in adaptive mode one throttled response would slow them all down.
    return Region(name, clients, scout, lambda service: opened(service, "standard", attempts))
