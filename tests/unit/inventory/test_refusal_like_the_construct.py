"""What the inventory expects the construct to refuse is what the construct refuses."""

from __future__ import annotations

import pytest

from constructs_eic import EventInvokeConfig, EventInvokeConfigError
from constructs_eic.inventory.entry import Entry
from constructs_eic.inventory.refusal import (
    refused_by_construct,
    refused_by_terraform,
    unwritable,
)
from tests.framework import App, TerraformStack

ACCOUNT = "123456789012"
DESTINATIONS = [
    None,
    f"arn:aws:sqs:eu-west-1:{ACCOUNT}:q",
    f"arn:aws-cn:sqs:cn-north-1:{ACCOUNT}:q",
    f"arn:aws:sqs:eu-west-1:{ACCOUNT}:q.fifo",
    f"arn:aws:sns:eu-west-1:{ACCOUNT}:t",
    f"arn:aws:sns:eu-west-1:{ACCOUNT}:t.fifo",
    f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:g",
    f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:g:live",
    f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:f",
    f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:f:live",
    f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:f",
    "arn:aws:lambda:eu-west-1:999999999999:function:f",
    f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:g.h",
    f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:é",
    f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:g:é",
    f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:",
    f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:g:live:1",
    "arn:aws:lambda:::function:g",
    f"arn:aws:lambda:eu-west-1:{ACCOUNT}:layer:l",
    f"arn:aws:events:eu-west-1:{ACCOUNT}:event-bus/default",
    f"arn:aws:events:eu-west-1:{ACCOUNT}:rule/r",
    "arn:aws:s3:::bucket",
    f"arn:aws:sqs:us-east-10:{ACCOUNT}:q",
    "arn:aws:sqs:eu-west-1:third-party:q",
    f"arn:aws:firehose:eu-west-1:{ACCOUNT}:deliverystream/s",
    f"arn:aws:sqs:eu-west-1:{ACCOUNT}:{'q' * 400}",
    f"arn:aws:sqs:eu-west-1:{ACCOUNT}:q'\"\n",
]


def _raises(entry: Entry, scope: TerraformStack) -> bool:
    try:
        EventInvokeConfig(
            scope,
            "config",
            function=entry.function_name,
            on_failure=entry.destination("OnFailure"),
            on_success=entry.destination("OnSuccess"),
            maximum_event_age_in_seconds=entry.maximum_event_age_in_seconds,
            maximum_retry_attempts=2,
            grant_permissions=False,
        )
    except EventInvokeConfigError:
        return True
    return False


@pytest.mark.parametrize("outcome", ["OnFailure", "OnSuccess"])
@pytest.mark.parametrize("arn", DESTINATIONS)
def test_destinations(arn: str | None, outcome: str) -> None:
    config = {outcome: {"Destination": arn}} if arn else {}
    entry = Entry("eu-west-1", "f", "$LATEST", None, None, config)

    raises = _raises(entry, TerraformStack(App(), "stack"))

    assert refused_by_terraform(entry) is None
    assert unwritable(entry) == {}
    assert raises == (refused_by_construct(entry) is not None)
