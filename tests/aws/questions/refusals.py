"""Which configurations does Lambda refuse, and what does it say?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.aws.stage import Stage

CREATES = {"function": 2, "queue": 1}


def ask(stage: Stage) -> dict[str, Any]:
    """For each case: what was requested, and the code and message of the refusal, or `None` if it was accepted."""
    function, stranger = (
        stage.function("refusals"),
        stage.function("no-permission", permitted=False),
    )
    queue, other_region = stage.queue("refusals"), _other_region(stage.account.region)
    stage.configure(function, DestinationConfig=_on("OnFailure", queue))
    cases: dict[str, dict[str, Any]] = {
        "nothing to set": {},
        "three retries": {"MaximumRetryAttempts": 3},
        "an age of 59 seconds": {"MaximumEventAgeInSeconds": 59},
        "an age of 21601 seconds": {"MaximumEventAgeInSeconds": 21601},
        "a qualifier that does not exist": {"Qualifier": "nothing", "MaximumRetryAttempts": 0},
        "two qualifiers": {
            "FunctionName": f"{function.name}:live",
            "Qualifier": "1",
            "MaximumRetryAttempts": 0,
        },
        "the function itself": {"DestinationConfig": _on("OnFailure", function.arn)},
        "the function's alias": {"DestinationConfig": _on("OnFailure", f"{function.arn}:live")},
        "a bucket on success": {
            "DestinationConfig": _on("OnSuccess", stage.arn("s3", stage.account.name("none")))
        },
        "a queue that does not exist": {
            "DestinationConfig": _on("OnFailure", stage.arn("sqs", stage.account.name("none")))
        },
        "a queue in another region": {
            "DestinationConfig": _on("OnFailure", queue.replace(stage.account.region, other_region))
        },
        "a destination of another service": {
            "DestinationConfig": _on("OnFailure", stage.arn("kinesis", "stream/none"))
        },
        "a partner event bus": {
            "DestinationConfig": _on("OnFailure", stage.arn("events", "event-bus/aws.partner/a/b"))
        },
        "a role without permission": {
            "FunctionName": stranger.name,
            "DestinationConfig": _on("OnFailure", queue),
        },
    }
    return {
        title: {
            "given": {"FunctionName": function.name, **case},
            "refused": stage.refusal(function.name, **case),
        }
        for title, case in cases.items()
    }


def _on(outcome: str, arn: str) -> dict[str, Any]:
    return {outcome: {"Destination": arn}}


def _other_region(region: str) -> str:
    return "us-west-2" if region == "us-east-1" else "us-east-1"
