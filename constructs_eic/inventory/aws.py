"""Lambda's API in one region: the session, the client, the pages."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypedDict, TypeVar

import boto3
import botocore
import botocore.session
from botocore import exceptions as boto
from botocore.config import Config

from constructs_eic.arn import is_region
from constructs_eic.identity import LATEST
from constructs_eic.inventory.failure import UNREACHABLE, is_not_found, reason_of
from constructs_eic.inventory.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from constructs_eic.inventory.entry import FunctionEventInvokeConfig

_Answer = TypeVar("_Answer")

_ATTEMPTS = 8
_ATTEMPTS_TO_REACH = 2
_CONNECT_SECONDS = 10
_READ_SECONDS = 30


class _Function(TypedDict):
    FunctionName: str


class _Functions(TypedDict, total=False):
    Functions: Sequence[_Function]
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
        """What holds the client's event hooks."""

    def list_functions(self, **request: str) -> _Functions:
        """One page of `ListFunctions`."""

    def list_function_event_invoke_configs(self, **request: str) -> _Configurations:
        """One page of `ListFunctionEventInvokeConfigs`."""

    def get_function_event_invoke_config(self, **request: str) -> FunctionEventInvokeConfig:
        """`GetFunctionEventInvokeConfig`."""


class _Core(Protocol):
    """botocore's session: what boto3's does not tell in public."""

    @property
    def available_profiles(self) -> Sequence[str]: ...

    def get_config_variable(self, name: str) -> object: ...


class _Session(Protocol):
    @property
    def region_name(self) -> str | None: ...

    def get_credentials(self) -> object: ...

    def client(self, service: str, *, region_name: str, config: object) -> Client: ...


class AwsError(Exception):
    """Nothing can be read at all; the message says what to do.

    Attributes:
        is_usage: Whether the command was given something wrong, or too little.
    """

    def __init__(self, message: str, *, is_usage: bool = False) -> None:
        self.is_usage = is_usage
        super().__init__(message)


@dataclass(frozen=True)
class Region:
    """Lambda in one region.

    Attributes:
        name: The region.
        clients: For as many requests at a time; they try again what is throttled or breaks off. One for each
            thread and not one for all, because botocore's adaptive mode slows down the whole client on every
            throttled answer: so it slows down one thread, and the others take its work.
        scout: The same, but soon gives up: an endpoint that is not there is not waited for.
    """

    name: str
    clients: Sequence[Client]
    scout: Client

    def function_names(self) -> Iterator[str]:
        """The names of all functions, page by page."""
        page = self._reach(lambda client: client.list_functions())
        while True:
            for function in page["Functions"]:
                yield function["FunctionName"]
            marker = page.get("NextMarker")
            if not marker:
                return
            page = self.clients[0].list_functions(Marker=marker)

    def configuration(self, function: str, qualifier: str | None) -> FunctionEventInvokeConfig:
        """The configuration under one qualifier.

        Args:
            function: Name or ARN of the function, without qualifier.
            qualifier: `None` and `$LATEST` are one in AWS. An emulator may keep them apart: it is asked for the
                one, then for the other.
        """
        try:
            return self._get(function, qualifier)
        except boto.ClientError as error:
            if qualifier not in (None, LATEST) or not is_not_found(error):
                raise
        return self._get(function, LATEST if qualifier is None else None)

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
            if is_not_found(error):
                raise
            return ask(self.clients[0])


def configurations(client: Client, function_name: str) -> Iterator[FunctionEventInvokeConfig]:
    """The configurations of one function under all its qualifiers, page by page."""
    request = {"FunctionName": function_name}
    while True:
        page = client.list_function_event_invoke_configs(**request)
        yield from page["FunctionEventInvokeConfigs"]
        marker = page.get("NextMarker")
        if not marker:
            return
        request["Marker"] = marker


def open_regions(
    names: Sequence[str], *, profile: str | None = None, requests_per_second: float = 0
) -> Sequence[Region]:
    """The regions `names`, or the session's own where there are none.

    Args:
        names: Regions.
        profile: Of AWS's shared configuration; `None` follows the environment.
        requests_per_second: For each region; 0 sets no limit.

    Raises:
        AwsError: no such profile, no region, no credentials.
    """
    core: _Core = botocore.session.Session(profile=profile)
    try:
        session: _Session = boto3.Session(botocore_session=core)
        chosen = list(dict.fromkeys(names)) or [_default_region(session)]
        if session.get_credentials() is None:
            raise boto.NoCredentialsError
        size = _requests_at_a_time(len(chosen), requests_per_second)
        # The user's word, where there is one: botocore's own 3 is too few for a busy account.
        attempts = core.get_config_variable("max_attempts") or _ATTEMPTS
        return [
            _region(session, name, Pace(requests_per_second), size, attempts) for name in chosen
        ]
    except boto.ProfileNotFound as error:
        known = ", ".join(core.available_profiles) or "(there are none)"
        raise AwsError(
            f"{error}; give --profile or AWS_PROFILE one of: {known}", is_usage=True
        ) from error
    except boto.BotoCoreError as error:
        raise AwsError(reason_of(error)) from error
    except ValueError as error:
        raise AwsError(
            f"{error}; check AWS_ENDPOINT_URL, AWS_MAX_ATTEMPTS and AWS's shared configuration",
            is_usage=True,
        ) from error


def _default_region(session: _Session) -> str:
    # boto3 does not know AWS_REGION; for the AWS CLI, Terraform and the other SDKs it comes first.
    region = os.environ.get("AWS_REGION") or session.region_name
    if not region:
        raise AwsError(
            "no region; give --region, set AWS_REGION, or run 'aws configure'", is_usage=True
        )
    if not is_region(region):
        raise AwsError(
            f"{region!r} is no region; give --region or AWS_REGION one such as eu-west-1",
            is_usage=True,
        )
    return region


def _requests_at_a_time(regions: int, requests_per_second: float) -> int:
    # More than 32 gain nothing, since one Python process is busy with fewer; an answer takes under a second.
    most = min(32, math.ceil(requests_per_second)) if requests_per_second else 32
    return max(4, min(most, 64 // regions))


def _region(session: _Session, name: str, pace: Pace, size: int, attempts: object) -> Region:
    # Seen in CloudTrail; and botocore puts its own together twice a request, a tenth of our time.
    user_agent = f"constructs-eic Botocore/{botocore.__version__}"

    def client(attempts: object) -> Client:
        made = session.client(
            "lambda",
            region_name=name,
            config=Config(
                user_agent=user_agent,
                retries={"mode": "adaptive", "total_max_attempts": attempts},
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_READ_SECONDS,
            ),
        )
        # Here and not around the call: what botocore sends again counts as well.
        made.meta.events.register("before-send.lambda", lambda **_: pace.wait())
        return made

    return Region(name, [client(attempts) for _ in range(size)], client(_ATTEMPTS_TO_REACH))
