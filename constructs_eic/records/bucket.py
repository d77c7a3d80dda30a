"""An S3 bucket as a source of records.

Lambda writes one object for each record, `aws/lambda/async/<function>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<UUID>`.
Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from botocore import exceptions as boto

from constructs_eic._values.reason import Argument, Reason
from constructs_eic.aws.errors import (
    RepeatedMarkerError,
    code_of,
    is_denied,
    is_login_failure,
    reason_of,
)
from constructs_eic.aws.pages import pages_of
from constructs_eic.aws.session import AwsError
from constructs_eic.records.source import Unremoved, Waiting, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from constructs_eic.records.client import Answer, S3Client

_BATCH = 10
# A record holds at most a request and a response: 1 MB and 6 MB.
_LARGEST = 16 * 2**20


@dataclass(frozen=True)
class Listed:
    """An object as a list of objects shows it."""

    key: str
    since: datetime
    size: int


class Listing(Protocol):
    """A list of objects that hands out each of them once."""

    def next_objects(self) -> Sequence[Listed]:
        """Return up to ten objects; nothing when all were returned."""


class ObjectList:
    """The objects of a bucket whose keys begin with a prefix, listed as they are asked for by several threads.

    Args:
        client: A client of S3.
        bucket: The bucket's name.
        prefix: What keys begin with; empty for all objects.
    """

    def __init__(self, client: S3Client, bucket: str, prefix: str) -> None:
        self.name = f"s3://{bucket}/{prefix}" if prefix else f"s3://{bucket}"
        self._client = client
        self._bucket = bucket
        self._prefix = prefix
        self._objects = self._listed()
        self._lock = Lock()

    def moment(self) -> datetime:
        """Return the time according to S3."""
        return moment_of(self._page(MaxKeys=1))

    def next_objects(self) -> Sequence[Listed]:
        """Return up to ten objects; nothing when all were returned."""
        with self._lock:
            return list(islice(self._objects, _BATCH))

    def _listed(self) -> Iterator[Listed]:
        def page(token: str | None) -> Answer:
            return self._page(**({} if token is None else {"ContinuationToken": token}))

        def next_token(answer: Answer) -> str | None:
            return answer["NextContinuationToken"] if answer.get("IsTruncated") else None

        try:
            for answer in pages_of(page, next_token):
                for one in answer.get("Contents", []):
                    yield Listed(one["Key"], one["LastModified"], one["Size"])
        except (RepeatedMarkerError, KeyError) as error:
            raise AwsError(reason_of(error).about(self.name)) from error

    def _page(self, **request: object) -> Answer:
        try:
            answer = self._client.list_objects_v2(
                Bucket=self._bucket, Prefix=self._prefix, **request
            )
        except (boto.BotoCoreError, boto.ClientError) as error:
            if code_of(error) == "NoSuchBucket":
                raise AwsError(f"there is no bucket {self._bucket}") from error
            raise AwsError(reason_of(error).about(self.name)) from error
        return answer


class Bucket:
    """Objects whose keys begin with a prefix.

    Args:
        client: A client of S3.
        bucket: The bucket's name.
        prefix: What keys begin with; empty for all objects.
        region: The region of functions for which nothing else names a region.
        delete: Whether `remove` deletes objects; otherwise they are kept.
        listing: What hands out the objects, if other processes read the same bucket.
    """

    # They share the list: the process that divides the work hands out its objects.
    allows_several_processes = True
    released = 0
    lost = 0

    def __init__(
        self,
        client: S3Client,
        bucket: str,
        prefix: str,
        region: str,
        *,
        delete: bool = False,
        listing: Listing | None = None,
    ) -> None:
        self.region = region
        self.objects = ObjectList(client, bucket, prefix)
        self.name = self.objects.name
        self._listing = listing or self.objects
        self._client = client
        self._bucket = bucket
        self._delete = delete

    def moment(self) -> datetime:
        """Return the time according to S3."""
        return self.objects.moment()

    def counts(self) -> None:
        """Return nothing: only listing all objects would show how many there are."""

    def redrive_policy_warning(self) -> str | None:
        """Return nothing: reading objects changes nothing."""
        return None

    def take(self) -> Sequence[Waiting]:
        """Read up to ten objects."""
        while listed := self._listing.next_objects():
            found = [one for one in map(self._waiting, listed) if one is not None]
            if found:
                return found
        return []

    def holds(self, waiting: Waiting) -> bool:
        """Return true: S3 has nothing that would take an object away."""
        return True

    def remove(self, done: Sequence[Waiting]) -> Sequence[Unremoved]:
        """Delete objects, or keep them."""
        if not self._delete:
            return []
        by_key = {waiting.id: waiting for waiting in done}
        try:
            answer = self._client.delete_objects(
                Bucket=self._bucket,
                Delete={"Objects": [{"Key": key} for key in by_key], "Quiet": True},
            )
        except (boto.BotoCoreError, boto.ClientError) as error:
            is_final = is_denied(error) or is_login_failure(error)
            return [Unremoved(waiting, reason_of(error), is_final) for waiting in done]
        return [
            Unremoved(
                by_key[failed["Key"]],
                Reason(f"{failed.get('Code')}: {failed.get('Message', '')}"),
                failed.get("Code") == "AccessDenied",
            )
            for failed in answer.get("Errors", [])
        ]

    def cannot_be_put_back(self) -> None:
        """Return nothing: an object that is read stays where it is."""

    def close(self) -> None:
        """Do nothing: no object was taken away."""

    def incomplete_reason(self) -> str | None:
        """Return nothing: every object was returned."""
        return None

    def in_flight_note(self) -> str | None:
        """Return nothing: every object can be seen."""
        return None

    def notes(self, done: int) -> Sequence[str]:
        """Return that the objects that were sent are kept, if they are."""
        if self._delete or not done:
            return ()
        objects = "1 object is" if done == 1 else f"{done:,} objects are"
        return (
            Reason(
                f"{objects} kept, and sent again by the next redrive; ",
                Argument("delete"),
                " removes what is sent",
            ),
        )

    def _waiting(self, listed: Listed) -> Waiting | None:
        """Read an object; `None` for the marker of an empty folder, and for an object deleted in the meantime."""
        if listed.key.endswith("/") and not listed.size:
            return None
        if listed.size > _LARGEST:
            problem = f"{listed.size:,} bytes are more than a record has"
            return Waiting(listed.key, listed.since, b"", problem)
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=listed.key)
            content: bytes = answer["Body"].read()
        except (boto.BotoCoreError, boto.ClientError) as error:
            if _is_gone(error):
                return None
            return Waiting(listed.key, listed.since, b"", reason_of(error))
        return Waiting(listed.key, listed.since, content)


def _is_gone(error: Exception) -> bool:
    return (
        isinstance(error, boto.ClientError)
        and error.response.get("Error", {}).get("Code") == "NoSuchKey"
    )
