"""The URL of a queue, from which its ARN can be told.

Source: "Queue and message identifiers" in the Amazon SQS Developer Guide.
"""

from __future__ import annotations

import re

from constructs_eic._values.arn import Arn, is_region, partition_of

_URL = re.compile(
    r"https?://(?:sqs\.(?P<region>[a-z0-9-]+)|(?P<legacy>[a-z0-9-]+)\.queue)"
    r"\.[a-z0-9.-]+/(?P<account>\d{12})/(?P<name>[\w-]{1,80}(?:\.fifo)?)\Z",
    re.ASCII,
)


def queue_arn(text: str) -> str | None:
    """The ARN of the queue whose URL is `text`; `None` if `text` is no such URL.

    >>> queue_arn("https://sqs.cn-north-1.amazonaws.com.cn/123456789012/failed")
    'arn:aws-cn:sqs:cn-north-1:123456789012:failed'
    """
    found = _URL.match(text)
    region = (found["region"] or found["legacy"]) if found else None
    if found is None or region is None or not is_region(region):
        return None
    return str(Arn(partition_of(region), "sqs", region, found["account"], found["name"]))


def refuse_url(arn: str) -> tuple[str, str]:
    """Reason and fix for the URL of the queue with this ARN."""
    return "this is the URL of a queue, and Lambda takes its ARN", f"give {arn!r}"
