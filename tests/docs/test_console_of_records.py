"""The console blocks of "When events fail" show what the commands actually write."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import consoles_of
from tests.unit.records.backlog import Backlog
from tests.unit.records.forms import record_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.inventory.lambda_account import LambdaAccount

FAILED = {
    "6a1f9c0e-8c3e-4d0b-9f5e-1f2f8f2f7d11": ("TimeoutError", "2026-11-24T09:12:44.031Z"),
    "1b7c2f3d-5a90-4c52-8d0b-2b8f8d3b6a02": ("TimeoutError", "2026-11-24T09:12:51.480Z"),
    "9d2e4f60-3b1c-4a7d-8e5f-0c6b7a8d9e13": ("TimeoutError", "2026-11-24T09:13:02.115Z"),
    "c4a1b2d3-7e6f-4c5b-9a8d-1e2f3a4b5c6d": ("KeyError", "2026-11-24T10:40:09.700Z"),
}
SUMMARY, REDRIVE = consoles_of("when-events-fail.md")


@pytest.fixture
def failed_orders(account: LambdaAccount) -> Iterator[LambdaAccount]:
    """The account that the page is about: four events of `orders:live` wait in `failed-orders`."""
    account.function("orders")
    account.alias("orders", "live")
    sqs = Backlog(account).sqs
    url = sqs.create_queue(QueueName="failed-orders")["QueueUrl"]
    for request_id, (error_type, timestamp) in FAILED.items():
        record = record_text(
            request_id=request_id,
            function_arn=account.arn("lambda", "function:orders:live"),
            error_type=error_type,
            timestamp=timestamp,
        )
        sqs.send_message(QueueUrl=url, MessageBody=record)
    yield account
    account.client.delete_function(FunctionName="orders")


def test_the_summary_is_what_the_page_shows(failed_orders: LambdaAccount) -> None:
    command, output = SUMMARY
    ran = failed_orders.run(*shlex.split(command))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == output


def test_the_redrive_is_what_the_page_shows(failed_orders: LambdaAccount) -> None:
    command, output = REDRIVE
    ran = failed_orders.run(*shlex.split(command))
    assert ran.returncode == 0, ran.stderr
    new_id = re.compile(r"(?<=-> )[0-9a-f-]{36}$", re.MULTILINE)
    assert new_id.sub("new", ran.stdout + ran.stderr) == new_id.sub("new", output)
