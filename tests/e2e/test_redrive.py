"""After the failure: the records that Lambda wrote, the function's code fixed, the events sent back."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

from constructs_eic import EventInvokeConfig, SqsDestination
from tests.e2e.base import new_function
from tests.e2e.cloud import ASSUMED_BY_LAMBDA
from tests.e2e.terraform import POLICY
from tests.e2e.waiting import eventually
from tests.framework import IamRole, S3Bucket, TerraformOutput
from tests.unit.inventory.lambda_account import run_command

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cloud import Aws
    from tests.e2e.terraform import Build, Workspace
    from tests.framework import TerraformStack

NAME = "takes-orders"  # another test has `orders` in another region, which the emulator runs for it
HANDLER = """
import json

def handler(event, context):
    total = event["price"] * event["{count}"]
    print("received", json.dumps(event), flush=True)
"""
ORDERS = [{"order": number, "price": 2.0, "quantity": number} for number in range(5)]


def zipped(folder: Path, name: str, count: str) -> Path:
    path = folder / f"{name}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("handler.py", HANDLER.format(count=count))
    return path


def app(code: Path) -> Build:
    def build(stack: TerraformStack) -> None:
        role = IamRole(stack, "role", name=NAME, assume_role_policy=ASSUMED_BY_LAMBDA)
        failures = SqsDestination()
        EventInvokeConfig(
            stack,
            "async",
            function=new_function(stack, NAME, role=role, code=code),
            on_failure=failures,
            maximum_retry_attempts=0,
        )
        bucket = S3Bucket(stack, "archive", bucket="archive-of-orders", force_destroy=True)
        TerraformOutput(stack, "queue", value=failures.queue.url)
        TerraformOutput(stack, "bucket", value=bucket.bucket)

    return build


def command(aws: Aws, *arguments: str) -> Any:
    return run_command(*arguments, environment=dict(aws.environment))


def in_order(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(events, key=lambda event: json.dumps(event))


def test_failed_events_are_processed_once_the_code_is_right(
    aws: Aws, workspace: Workspace, scratch: Path
) -> None:
    workspace.converge(app(zipped(scratch, "wrong", count="number")))
    queue, bucket = (workspace.outputs()[name] for name in ("queue", "bucket"))
    for order in ORDERS:
        aws.invoke(NAME, order)
    eventually(lambda: len(aws.messages(queue)) == len(ORDERS))
    # The emulator delivers no records to buckets: the test puts Lambda's own records there, under Lambda's keys.
    for number, record in enumerate(aws.messages(queue)):
        aws.client("s3").put_object(
            Bucket=bucket,
            Key=f"aws/lambda/async/{NAME}/2026/11/24/2026-11-24T10.00.0{number}-{number}",
            Body=json.dumps(record).encode(),
        )

    shown = command(aws, "records", queue, "--summary", "--format", "jsonl")
    assert aws.events_of(NAME) == []
    [kind] = map(json.loads, shown.stdout.splitlines())
    assert (kind["records"], kind["function"]) == (len(ORDERS), NAME)

    applied = workspace.converge(app(zipped(scratch, "right", count="quantity")))
    assert POLICY not in applied.planned
    from_queue = command(aws, "redrive", queue, "--yes")

    assert (from_queue.returncode, from_queue.stderr) == (0, "constructs-eic: 5 sent\n")
    eventually(lambda: len(aws.events_of(NAME)) >= len(ORDERS))
    assert in_order(aws.events_of(NAME)) == ORDERS
    assert aws.messages(queue) == []

    from_bucket = command(aws, "redrive", f"s3://{bucket}", "--yes", "--delete")

    assert (from_bucket.returncode, from_bucket.stderr) == (0, "constructs-eic: 5 sent\n")
    eventually(lambda: len(aws.events_of(NAME)) >= 2 * len(ORDERS))
    assert in_order(aws.events_of(NAME)) == in_order(ORDERS * 2)
    assert "Contents" not in aws.client("s3").list_objects_v2(Bucket=bucket)
