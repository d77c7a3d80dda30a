"""The one account that may be used: it is named, and compared with the credentials before anything is created."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias

import boto3
from botocore.config import Config

Client: TypeAlias = Any  # boto3 creates the methods of its clients at run time

# What has a name with this beginning, a prefix and a run was created here: no other name is ever removed.
BEGINNING: Final = "constructs-eic-"
_PREFIX: Final = re.compile(r"[a-z][a-z0-9]{2,11}")
# Not a word such as `facade`, and not a month such as `202611`, which others may write in this place.
_ANY_RUN: Final = "(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{6}"


class RefusedError(Exception):
    """Nothing was created, because it is not certain that the account, the region or the prefix is meant."""


def _new_run() -> str:
    return f"{secrets.randbelow(10)}{secrets.choice('abcdef')}{secrets.token_hex(2)}"


@dataclass
class Account:
    """An account in one region, and the names that may be used in it.

    Args:
        id: Its twelve digits, as the maintainer named them.
        region: The region.
        prefix: What the names of this maintainer's runs have in common.
        profile: The profile of the AWS CLI with the credentials.
        endpoint: Where an emulator listens; this is its only difference from AWS.
        run: What the names of this run have in common; all runs of the prefix if it is empty.

    Attributes:
        partition: The account's partition, such as `aws`.
        names: The names that this run uses, by kind of resource.
    """

    id: str
    region: str
    prefix: str
    profile: str | None = None
    endpoint: str | None = None
    run: str = field(default_factory=_new_run)
    partition: str = field(init=False)
    names: dict[str, set[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{12}", self.id):
            raise RefusedError(f"account {self.id!r} is not twelve digits")
        if not self.region:
            raise RefusedError("no region was named")
        if not _PREFIX.fullmatch(self.prefix):
            raise RefusedError(
                f"prefix {self.prefix!r}: write 3 to 12 lower case letters and digits that begin with a letter"
            )
        identity = self.client("sts").get_caller_identity()
        if identity["Account"] != self.id:
            raise RefusedError(
                f"these credentials are of account {identity['Account']}, not of {self.id}, which was named"
            )
        self.partition = identity["Arn"].split(":")[1]

    @property
    def beginning(self) -> str:
        """What each name begins with that this run creates; of all runs of the prefix if there is no run."""
        return f"{self.beginning_of_prefix}{f'{self.run}-' if self.run else ''}"

    @property
    def beginning_of_prefix(self) -> str:
        """What each name begins with that runs of the prefix create."""
        return f"{BEGINNING}{self.prefix}-"

    def is_own(self, name: str) -> bool:
        """Whether a name is one that this run may have created; any run of the prefix if there is no run."""
        return self._is_of(self.run or _ANY_RUN, name)

    def is_of_a_run(self, name: str) -> bool:
        """Whether a name is one that a run of the prefix may have created."""
        return self._is_of(_ANY_RUN, name)

    def _is_of(self, run: str, name: str) -> bool:
        named = rf"{self.beginning_of_prefix}{run}-.+"
        return re.fullmatch(named, name, re.DOTALL) is not None

    def name(self, subject: str, *kinds: str) -> str:
        """The name of something that is about to be created; `kinds` are the titles of the kinds that get it."""
        if not self.run:
            raise RefusedError("nothing is created without a run")
        name = self.beginning + subject
        for kind in kinds:
            self.names.setdefault(kind, set()).add(name)
        return name

    @cached_property
    def _session(self) -> Any:
        return boto3.session.Session(profile_name=self.profile, region_name=self.region)

    def client(self, service: str) -> Client:
        """A client; it retries what AWS throttles, and checks no argument: AWS's own answer is wanted."""
        config = Config(
            retries={"mode": "standard", "total_max_attempts": 8},
            parameter_validation=False,
            # What an emulator answers must never be taken for AWS's answer.
            ignore_configured_endpoint_urls=True,
            # An emulator's host has no subdomain for each bucket.
            s3={"addressing_style": "path" if self.endpoint else "auto"},
        )
        return self._session.client(service, endpoint_url=self.endpoint, config=config)

    def environment(self) -> dict[str, str]:
        """The variables that point Terraform at the same account, whatever the maintainer's variables are."""
        credentials = self._session.get_credentials().get_frozen_credentials()
        of_services = (name for name in os.environ if name.startswith("AWS_ENDPOINT_URL_"))
        return {
            **dict.fromkeys(of_services, ""),
            "AWS_ACCESS_KEY_ID": credentials.access_key,
            "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
            "AWS_SESSION_TOKEN": credentials.token or "",
            "AWS_REGION": self.region,
            "AWS_ENDPOINT_URL": self.endpoint or "",
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false" if self.endpoint else "true",
        }
