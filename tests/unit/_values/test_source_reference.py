"""SOURCE of `records` and `redrive`: every form of a queue's or bucket's name, and what none of them is."""

from __future__ import annotations

import pytest

from constructs_eic._values.queue_url import queue_arn
from constructs_eic._values.source_reference import (
    BucketReference,
    QueueReference,
    parse_source,
)

ACCOUNT = "123456789012"
URL = f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/failures"
LEGACY = f"https://eu-west-1.queue.amazonaws.com/{ACCOUNT}/failures"
ENDPOINT = f"http://127.0.0.1:4566/{ACCOUNT}/failures"
FORMS = "; give a queue's name, URL or ARN, or s3://bucket or s3://bucket/prefix"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("failures", QueueReference("failures")),
        (
            f"arn:aws:sqs:eu-west-1:{ACCOUNT}:failures",
            QueueReference("failures", ACCOUNT, region="eu-west-1"),
        ),
        (URL, QueueReference("failures", ACCOUNT, URL, "eu-west-1")),
        (LEGACY, QueueReference("failures", ACCOUNT, LEGACY, "eu-west-1")),
        (ENDPOINT, QueueReference("failures", ACCOUNT, ENDPOINT)),
        (
            "https://sqs.proxy.test/failures",
            QueueReference("failures", url="https://sqs.proxy.test/failures"),
        ),
        ("s3://archive", BucketReference("archive")),
        ("s3://archive/aws/lambda/", BucketReference("archive", "aws/lambda/")),
        ("arn:aws:s3:::archive", BucketReference("archive")),
        ("arn:aws:s3:::archive/aws/lambda/async", BucketReference("archive", "aws/lambda/async")),
    ],
)
def test_each_form_is_read(text: str, read: QueueReference | BucketReference) -> None:
    assert parse_source(text) == read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "'' is not the name of a queue" + FORMS),
        ("two words", "'two words' is not the name of a queue" + FORMS),
        ("failures.fifo", "failures.fifo is FIFO; Lambda delivers records to standard queues only"),
        ("s3://", "'' is not the name of a bucket" + FORMS),
        ("s3://Archive", "'Archive' is not the name of a bucket" + FORMS),
        (
            f"arn:aws:sns:eu-west-1:{ACCOUNT}:failures",
            f"'arn:aws:sns:eu-west-1:{ACCOUNT}:failures' is not the ARN of a queue{FORMS}",
        ),
        (
            f"arn:aws:sqs::{ACCOUNT}:failures",
            f"'arn:aws:sqs::{ACCOUNT}:failures' is not the ARN of a queue{FORMS}",
        ),
        (
            "arn:aws:sqs:eu-west-1::failures",
            f"'arn:aws:sqs:eu-west-1::failures' is not the ARN of a queue{FORMS}",
        ),
    ],
)
def test_what_has_none_of_the_forms_is_told_all_of_them(text: str, told: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole message follows
        parse_source(text)
    assert str(refused.value) == told


def test_what_begins_as_an_arn_is_told_what_is_missing() -> None:
    with pytest.raises(ValueError, match=r"^'arn:aws:sqs' is not an ARN: .*; give a queue's name"):
        parse_source("arn:aws:sqs")


def test_the_arn_of_a_queue_can_be_told_from_either_kind_of_url() -> None:
    assert queue_arn(URL) == queue_arn(LEGACY) == f"arn:aws:sqs:eu-west-1:{ACCOUNT}:failures"


@pytest.mark.parametrize(
    "url", [ENDPOINT, f"https://sqs.somewhere.amazonaws.com/{ACCOUNT}/failures", "failures"]
)
def test_no_arn_can_be_told_without_a_region(url: str) -> None:
    assert queue_arn(url) is None
