"""Opens the queue or the bucket in which records wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._values.source_reference import BucketReference, parse_source
from constructs_eic.records.in_flight_messages import VISIBILITY_SECONDS

if TYPE_CHECKING:
    from constructs_eic._values.source_reference import QueueReference
    from constructs_eic.aws.session import Session
    from constructs_eic.records.bucket import Listing
    from constructs_eic.records.client import S3Client, SqsClient
    from constructs_eic.records.queue import Queue
    from constructs_eic.records.source import Source

# Reading, hiding and deleting can be requested again without harm.
_RETRIES = {"mode": "standard", "total_max_attempts": 8}


def open_source(
    text: str,
    session: Session,
    region: str | None = None,
    *,
    connections: int,
    visibility: int,
    delete: bool = False,
    listing: Listing | None = None,
) -> Source:
    """Return the source that a user names.

    Args:
        text: A queue's name, URL or ARN, or a bucket.
        session: The session whose credentials are used.
        region: The source's region, if `text` does not name it; by default that of the session.
        connections: How many threads read it.
        visibility: How many seconds messages stay invisible if the process is killed.
        delete: Whether objects are deleted after they are processed; messages always are.
        listing: What hands out the objects of a bucket, if other processes read it as well.

    Raises:
        ValueError: `text` has none of the accepted forms, or names a region other than `region`.
        AwsError: there is no such queue, or it cannot be accessed.
    """
    reference, where = _found(text, session, region)
    if isinstance(reference, BucketReference):
        from constructs_eic.records.bucket import Bucket

        s3: S3Client = session.client("s3", where, retries=_RETRIES, connections=connections)
        return Bucket(s3, reference.bucket, reference.prefix, where, delete=delete, listing=listing)
    return _queue(reference, session, where, connections=connections, visibility=visibility)


def open_queue(text: str, session: Session, region: str | None = None) -> Queue:
    """Return the queue that a user names, to be counted.

    Args:
        text: A queue's name, URL or ARN.
        session: The session whose credentials are used.
        region: The queue's region, if `text` does not name it; by default that of the session.

    Raises:
        ValueError: `text` names no queue, or a region other than `region`.
        AwsError: there is no such queue, or it cannot be accessed.
    """
    reference, where = _found(text, session, region)
    if isinstance(reference, BucketReference):
        raise ValueError(f"{text} is a bucket; a Redriver reads a queue")  # noqa: TRY004 - it is the text's fault
    return _queue(reference, session, where, connections=1, visibility=VISIBILITY_SECONDS)


def _found(
    text: str, session: Session, region: str | None
) -> tuple[QueueReference | BucketReference, str]:
    reference = parse_source(text)
    if reference.region and region not in (None, reference.region):
        raise ValueError(f"{text} is of {reference.region}, the region given is {region}")
    return reference, reference.region or region or session.region


def _queue(
    reference: QueueReference, session: Session, region: str, *, connections: int, visibility: int
) -> Queue:
    from constructs_eic.records.queue import Queue
    from constructs_eic.records.queue_requests import url_of

    sqs: SqsClient = session.client("sqs", region, retries=_RETRIES, connections=connections + 10)
    url = reference.url or url_of(
        sqs,
        reference.name,
        reference.account,
        lambda: _searched(session, region, reference.account),
    )
    return Queue(sqs, url, reference.name, region, visibility=visibility)


def _searched(session: Session, region: str, account: str | None) -> str:
    account = account or session.account
    return f"{region}, account {account}" if account else region
