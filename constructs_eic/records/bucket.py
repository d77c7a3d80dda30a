"""An S3 bucket as a source of records.

Lambda writes one object for each record, `aws/lambda/async/<function>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<UUID>`.
Source: "Capturing records of Lambda asynchronous invocations" in the AWS Lambda Developer Guide.
"""

from __future__ import annotations

from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from botocore import exceptions as boto

from constructs_eic.aws.errors import reason_of
from constructs_eic.aws.session import AwsError
from constructs_eic.records.source import Unremoved, Waiting, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from constructs_eic.records.client import Answer, S3Client

_BATCH = 10
# A record holds at most a request and a response: 1 MB and 6 MB.
_LARGEST = 16 * 2**20


class Bucket:
    """Objects whose keys begin with a prefix.

    Args:
        client: A client of S3.
        bucket: The bucket's name.
        prefix: What keys begin with; empty for all objects.
        region: The region of functions for which nothing else names a region.
        delete: Whether `remove` deletes objects; otherwise they are kept.
    """

    def __init__(
        self, client: S3Client, bucket: str, prefix: str, region: str, *, delete: bool = False
    ) -> None:
        self.name = f"s3://{bucket}/{prefix}" if prefix else f"s3://{bucket}"
        self.region = region
        self._client = client
        self._bucket = bucket
        self._prefix = prefix
        self._delete = delete
        self._objects = self._listed()
        self._kept = 0
        self._lock = Lock()

    def moment(self) -> datetime:
        """The time according to S3."""
        return moment_of(self._page(MaxKeys=1))

    def count(self) -> int | None:
        """Unknown: only listing all objects would show it."""
        return None

    def redrive_policy_warning(self) -> str | None:
        """Looking at objects changes nothing."""
        return None

    def take(self) -> Sequence[Waiting]:
        """Up to ten objects."""
        while True:
            with self._lock:
                listed = list(islice(self._objects, _BATCH))
            if not listed:
                return []
            found = [one for one in map(self._waiting, listed) if one is not None]
            if found:
                return found

    def remove(self, done: Sequence[Waiting]) -> Sequence[Unremoved]:
        """Delete objects, or keep them."""
        if not self._delete:
            self._kept += len(done)
            return []
        by_key = {waiting.id: waiting for waiting in done}
        try:
            answer = self._client.delete_objects(
                Bucket=self._bucket,
                Delete={"Objects": [{"Key": key} for key in by_key], "Quiet": True},
            )
        except (boto.BotoCoreError, boto.ClientError) as error:
            return [Unremoved(waiting, reason_of(error)) for waiting in done]
        return [
            Unremoved(by_key[failed["Key"]], f"{failed.get('Code')}: {failed.get('Message', '')}")
            for failed in answer.get("Errors", [])
        ]

    def close(self) -> None:
        """Nothing to do: nothing was removed."""

    def incomplete_reason(self) -> str | None:
        """Every object is returned."""
        return None

    def in_flight_note(self) -> str | None:
        """Every object can be seen."""
        return None

    def notes(self) -> Sequence[str]:
        """That objects are kept, if they are."""
        if not self._kept:
            return ()
        objects = "1 object is" if self._kept == 1 else f"{self._kept:,} objects are"
        return (
            f"{objects} kept, and sent again by the next redrive; --delete removes what is sent",
        )

    def _listed(self) -> Iterator[Answer]:
        request: dict[str, object] = {}
        while True:
            page = self._page(**request)
            yield from page.get("Contents", [])
            if not page.get("IsTruncated"):
                return
            request = {"ContinuationToken": page["NextContinuationToken"]}

    def _page(self, **request: object) -> Answer:
        try:
            answer = self._client.list_objects_v2(
                Bucket=self._bucket, Prefix=self._prefix, **request
            )
        except (boto.BotoCoreError, boto.ClientError) as error:
            raise AwsError(f"{self.name}: {reason_of(error)}") from error
        return answer

    def _waiting(self, listed: Answer) -> Waiting | None:
        """An object; `None` for the marker of an empty folder, and for an object deleted in the meantime."""
        key: str = listed["Key"]
        since: datetime = listed["LastModified"]
        size: int = listed["Size"]
        if key.endswith("/") and not size:
            return None
        if size > _LARGEST:
            return Waiting(key, since, b"", f"{size:,} bytes are more than a record has")
        try:
            content: bytes = self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except (boto.BotoCoreError, boto.ClientError) as error:
            if _is_gone(error):
                return None
            return Waiting(key, since, b"", reason_of(error))
        return Waiting(key, since, content)


def _is_gone(error: Exception) -> bool:
    return (
        isinstance(error, boto.ClientError)
        and error.response.get("Error", {}).get("Code") == "NoSuchKey"
    )
