"""A session: its credentials, its region, and clients that identify this package."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

import boto3
import botocore
import botocore.session
from botocore import exceptions as boto
from botocore.config import Config
from botocore.credentials import CredentialProvider, RefreshableCredentials

from constructs_eic._values.arn import is_region
from constructs_eic._values.reason import Argument, Reason
from constructs_eic.aws.errors import is_never_sent, reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_CONNECT_SECONDS = 10
READ_SECONDS: Final = 30
_UNANSWERED_ATTEMPTS = 2
# botocore asks again a quarter of an hour before the end.
_HANDED_FOR = timedelta(minutes=20)
_REGION: Final = Argument("region")


class AwsError(Exception):
    """Nothing can be read at all; the message says what to do.

    Attributes:
        reason: The message, with the argument that would change it.
        is_usage: Whether the cause is a wrong or missing argument.
    """

    def __init__(self, message: str, *, is_usage: bool = False) -> None:
        self.is_usage = is_usage
        self.reason = message if isinstance(message, Reason) else Reason(message)
        super().__init__(message)


class _Core(Protocol):
    """botocore's session: what boto3's session does not make public."""

    @property
    def available_profiles(self) -> Sequence[str]: ...

    def get_config_variable(self, name: str) -> object: ...

    def get_component(self, name: str) -> Any: ...  # noqa: ANN401 - botocore has no types


class _Boto3(Protocol):
    @property
    def region_name(self) -> str | None: ...

    def get_credentials(self) -> Any: ...  # noqa: ANN401 - botocore has no types

    def client(self, service: str, *, region_name: str, config: object) -> Any: ...  # noqa: ANN401


@dataclass(frozen=True)
class Keys:
    """Credentials, as they are at one moment."""

    access_key: str
    secret_key: str
    token: str | None


class _Handed(CredentialProvider):  # type: ignore[misc] # botocore has no types
    """Credentials that another process has, and asks for again before they expire."""

    METHOD = "constructs-eic"

    def __init__(self, keys: Callable[[], Keys]) -> None:
        super().__init__()
        self._keys = keys

    def load(self) -> RefreshableCredentials:
        return RefreshableCredentials.create_from_metadata(self._told(), self._told, self.METHOD)

    def _told(self) -> dict[str, str | None]:
        keys = self._keys()
        until = datetime.now(timezone.utc) + _HANDED_FOR
        return {
            "access_key": keys.access_key,
            "secret_key": keys.secret_key,
            "token": keys.token,
            "expiry_time": until.isoformat(),
        }


@dataclass(frozen=True)
class Session:
    """Credentials that exist, and the settings of AWS's shared configuration."""

    _boto3: _Boto3
    _core: _Core

    @cached_property
    def region(self) -> str:
        """The default region.

        Raises:
            AwsError: there is none, or the setting is not a region.
        """
        # boto3 does not read AWS_REGION; for the AWS CLI, Terraform and the other SDKs, it takes precedence.
        region = os.environ.get("AWS_REGION") or self._boto3.region_name
        if not region:
            raise AwsError(
                Reason("no region; give ", _REGION, ", set AWS_REGION, or run 'aws configure'"),
                is_usage=True,
            )
        if not is_region(region):
            raise AwsError(
                Reason(
                    f"{region!r} is not a region; give ",
                    _REGION,
                    " or AWS_REGION one such as eu-west-1",
                ),
                is_usage=True,
            )
        return region

    @cached_property
    def account(self) -> str | None:
        """The account of the credentials; `None` if STS does not say."""
        try:
            sts = self.client("sts", self.region, retries={"total_max_attempts": 1})
            return str(sts.get_caller_identity()["Account"])
        except (AwsError, boto.BotoCoreError, boto.ClientError):
            return None

    def keys(self) -> Keys:
        """Return the credentials as they are now, for another process of the same command.

        Raises:
            BotoCoreError: they have expired and cannot be renewed.
        """
        frozen = self._boto3.get_credentials().get_frozen_credentials()
        return Keys(frozen.access_key, frozen.secret_key, frozen.token)

    @cached_property
    def max_attempts(self) -> object:
        """The number of attempts, if the user set it."""
        with _settings_in_use():
            return self._core.get_config_variable("max_attempts")

    def client(
        self,
        service: str,
        region: str,
        *,
        retries: Mapping[str, object],
        connections: int = 10,
        read_seconds: float = READ_SECONDS,
    ) -> Any:  # noqa: ANN401 - boto3 makes a client's methods at run time
        """A boto3 client; `retries` is botocore's setting, and fewer apply if an endpoint does not answer."""
        with _settings_in_use():
            client = self._boto3.client(
                service,
                region_name=region,
                config=Config(
                    # Visible in CloudTrail; and botocore builds its own twice for each request.
                    user_agent=f"constructs-eic Botocore/{botocore.__version__}",
                    retries=dict(retries),
                    connect_timeout=_CONNECT_SECONDS,
                    read_timeout=read_seconds,
                    max_pool_connections=connections,
                ),
            )
        client.meta.events.register_first(f"needs-retry.{service}", _raise_what_is_permanent)
        return client


def _raise_what_is_permanent(
    *, attempts: int, caught_exception: Exception | None, **_: object
) -> None:
    """Raise a request's error if it is permanent; any other is left to botocore's own retries.

    To return `False` would do, but old releases of botocore take that for a retry without delay.
    """
    is_unanswered = isinstance(caught_exception, boto.ReadTimeoutError)
    if caught_exception is not None and (
        is_never_sent(caught_exception) or (is_unanswered and attempts >= _UNANSWERED_ATTEMPTS)
    ):
        raise caught_exception


@contextmanager
def _settings_in_use() -> Iterator[None]:
    try:
        yield
    except boto.ProfileNotFound:
        raise
    except boto.BotoCoreError as error:
        raise AwsError(reason_of(error)) from error
    except ValueError as error:
        raise AwsError(
            f"{error}; check AWS_ENDPOINT_URL, AWS_MAX_ATTEMPTS and AWS's shared configuration",
            is_usage=True,
        ) from error


def open_session(profile: str | None = None, *, keys: Callable[[], Keys] | None = None) -> Session:
    """Return a session that has credentials.

    Args:
        profile: A profile of AWS's shared configuration; `None` follows the environment.
        keys: Returns the credentials of another process, instead of those of the profile.

    Raises:
        AwsError: no such profile, no credentials.
    """
    core: _Core = botocore.session.Session(profile=profile)
    if keys is not None:
        core.get_component("credential_provider").providers.insert(0, _Handed(keys))
    try:
        with _settings_in_use():
            session: _Boto3 = boto3.Session(botocore_session=core)
            if session.get_credentials() is None:
                raise boto.NoCredentialsError
    except boto.ProfileNotFound as error:
        known = ", ".join(core.available_profiles) or "(there are none)"
        raise AwsError(
            Reason(f"{error}; give ", Argument("profile"), f" or AWS_PROFILE one of: {known}"),
            is_usage=True,
        ) from error
    return Session(session, core)
