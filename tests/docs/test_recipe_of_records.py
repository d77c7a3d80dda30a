"""The function of "When events fail" that copies the records of a bucket into a queue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.docs.pages import ROOT
from tests.unit.records.backlog import Backlog

if TYPE_CHECKING:
    from tests.unit.inventory.lambda_account import LambdaAccount

_BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
KEY = "aws/lambda/async/orders/2026/11/24/2026-11-24T10.00.00-1"


def job(bucket: str, key: str) -> dict[str, Any]:
    """What S3 Batch Operations sends.

    Source: "Invoke a Lambda function with Amazon S3 batch events" in the AWS Lambda Developer Guide.
    """
    task = {"taskId": "task", "s3Key": key, "s3BucketArn": f"arn:aws:s3:::{bucket}"}
    return {"invocationSchemaVersion": "1.0", "invocationId": "id", "tasks": [task]}


@pytest.fixture
def copy_record(account: LambdaAccount, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The function, as it would run in the account."""
    for name, value in account.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", account.region)
    monkeypatch.setenv("QUEUE_URL", Backlog(account).queue_url)
    page = (ROOT / "docs/when-events-fail.md").read_text("utf-8")
    [code] = [each for each in _BLOCK.findall(page) if "def copy_record" in each]
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own page
    return names["copy_record"]


def test_a_record_is_copied_unchanged(account: LambdaAccount, copy_record: Any) -> None:
    backlog = Backlog(account)
    record = backlog.record(7)
    bucket = backlog.bucket({KEY: record.encode()})

    told = copy_record(job(bucket, KEY.replace("/", "%2F")), None)

    [result] = told["results"]
    assert (result["taskId"], result["resultCode"]) == ("task", "Succeeded")
    assert backlog.visible() == [record]


def test_an_object_that_is_gone_is_in_the_report(account: LambdaAccount, copy_record: Any) -> None:
    bucket = Backlog(account).bucket({})

    [result] = copy_record(job(bucket, KEY), None)["results"]

    assert result["resultCode"] == "PermanentFailure"
    assert "NoSuchKey" in result["resultString"]
