"""SOURCE, as a user names it: a queue's name, URL or ARN, or a bucket."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from constructs_eic._values.arn import Arn, is_region

if TYPE_CHECKING:
    from constructs_eic.aws.session import Session
    from constructs_eic.records.client import S3Client, SqsClient
    from constructs_eic.records.source import Source

_FORMS = "give a queue's name, URL or ARN, or s3://bucket or s3://bucket/prefix"
_QUEUE_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}(\.fifo)?\Z", re.ASCII)
_BUCKET_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\Z", re.ASCII)
_REGION_OF_URL = re.compile(r"(?:^|\.)sqs\.([^.]+)\.|^([^.]+)\.queue\.")

# Reading, hiding and deleting can be requested again without harm.
_RETRIES = {"mode": "standard", "total_max_attempts": 8}


@dataclass(frozen=True)
class QueueReference:
    """A queue: by name, with the account if it is given, or by URL."""

    name: str
    account: str | None = None
    url: str | None = None
    region: str | None = None


@dataclass(frozen=True)
class BucketReference:
    """Objects of a bucket whose keys begin with a prefix."""

    bucket: str
    prefix: str = ""
    region: None = None


def parse_source(text: str) -> QueueReference | BucketReference:
    """Read SOURCE.

    Raises:
        ValueError: it has none of the accepted forms; the message names them.
    """
    if text.startswith("s3://"):
        return _bucket(*text[len("s3://") :].partition("/")[::2])
    if text.startswith(("https://", "http://")):
        return _queue_at(text)
    if text.startswith("arn:"):
        return _of_arn(text)
    return _queue(QueueReference(text))


def open_source(
    text: str,
    session: Session,
    region: str | None = None,
    *,
    connections: int,
    visibility: int,
    delete: bool = False,
) -> Source:
    """Open the source that SOURCE names.

    Args:
        text: SOURCE.
        session: The session whose credentials are used.
        region: The source's region, if `text` does not name it; by default that of the session.
        connections: How many threads read it.
        visibility: How many seconds messages stay invisible if the process is killed.
        delete: Whether objects are deleted after they are processed; messages always are.

    Raises:
        ValueError: `text` has none of the accepted forms, or names a region other than `region`.
        AwsError: there is no such queue, or it cannot be accessed.
    """
    reference = parse_source(text)
    if reference.region and region not in (None, reference.region):
        raise ValueError(f"{text} is of {reference.region}, the region given is {region}")
    where = reference.region or region or session.region
    if isinstance(reference, BucketReference):
        from constructs_eic.records.bucket import Bucket

        s3: S3Client = session.client("s3", where, retries=_RETRIES, connections=connections)
        return Bucket(s3, reference.bucket, reference.prefix, where, delete=delete)
    from constructs_eic.records.queue import Queue, url_of

    sqs: SqsClient = session.client("sqs", where, retries=_RETRIES, connections=connections + 10)
    url = reference.url or url_of(sqs, reference.name, reference.account)
    return Queue(sqs, url, reference.name, where, visibility=visibility)


def _of_arn(text: str) -> QueueReference | BucketReference:
    try:
        arn = Arn.parse(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not an ARN: {error}; {_FORMS}") from error
    if arn.service == "s3":
        return _bucket(*arn.resource.partition("/")[::2])
    if arn.service != "sqs" or not (arn.region and arn.account):
        raise ValueError(f"{text!r} is not the ARN of a queue; {_FORMS}")
    return _queue(QueueReference(arn.resource, arn.account, region=arn.region))


def _queue_at(url: str) -> QueueReference:
    parts = urlsplit(url)
    path, _, name = parts.path.rpartition("/")
    account = path.rpartition("/")[2] or None
    found = _REGION_OF_URL.search(parts.hostname or "")
    region = next(filter(None, found.groups()), None) if found else None
    return _queue(
        QueueReference(name, account, url, region if region and is_region(region) else None)
    )


def _queue(queue: QueueReference) -> QueueReference:
    if not _QUEUE_NAME.match(queue.name):
        raise ValueError(f"{queue.name!r} is not the name of a queue; {_FORMS}")
    if queue.name.endswith(".fifo"):
        raise ValueError(f"{queue.name} is FIFO; Lambda delivers records to standard queues only")
    return queue


def _bucket(name: str, prefix: str) -> BucketReference:
    if not _BUCKET_NAME.match(name):
        raise ValueError(f"{name!r} is not the name of a bucket; {_FORMS}")
    return BucketReference(name, prefix)
