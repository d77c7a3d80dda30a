"""The name that a user gives a source of records: a queue's name, URL or ARN, or a bucket."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from constructs_eic._values.arn import Arn, is_region

_FORMS = "give a queue's name, URL or ARN, or s3://bucket or s3://bucket/prefix"
_QUEUE_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}(\.fifo)?\Z", re.ASCII)
_BUCKET_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\Z", re.ASCII)
_REGION_OF_URL = re.compile(r"(?:^|\.)sqs\.([^.]+)\.|^([^.]+)\.queue\.")


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
