"""An answer that contradicts a rule is found, whatever the answer is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.aws import rules


def on(outcome: str, arn: str) -> dict[str, Any]:
    return {outcome: {"Destination": arn}}


def dimensions(function: str) -> list[dict[str, str]]:
    return [
        {"FunctionName": function},
        {"FunctionName": function, "Resource": f"{function}:live"},
    ]


def identifiers(unqualified: str, **limits: int) -> dict[str, Any]:
    """Answers for each form of the target; the first two are two configurations if their ARNs differ."""
    names = {"none": unqualified, "$LATEST": "f:$LATEST", "version": "f:1", "alias": "f:live"}
    arns = {
        form: f"arn:aws:lambda:us-east-1:123456789012:function:{name}"
        for form, name in names.items()
    }
    read = {form: {"FunctionArn": arn, **limits} for form, arn in arns.items()}
    return {"read": read, "listed": sorted(set(arns.values()))}


PERMITTED = {
    "accepted without any policy": False,
    "accepted by the queue's policy alone": True,
    "accepted by the role's policy": True,
}
REDRIVEN = {
    "second plan": {},
    "plan after the start is set": {},
    "an event was sent": True,
    "parked": ["not sent: came after the start", "refused: unreadable: no JSON"],
    "plan after the run": {},
}
QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"


@pytest.mark.parametrize(
    ("question", "answers", "contradicts"),
    [
        (
            "refusals",
            {
                "three retries": {
                    "given": {"FunctionName": "f", "MaximumRetryAttempts": 3},
                    "refused": {"Code": "ValidationException", "Message": "no"},
                }
            },
            None,
        ),
        (
            "refusals",
            {
                "three retries": {
                    "given": {"FunctionName": "f", "MaximumRetryAttempts": 3},
                    "refused": None,
                }
            },
            "it is accepted, and we refuse it",
        ),
        (
            "refusals",
            {
                "a new limit": {
                    "given": {"FunctionName": "f", "DestinationConfig": on("OnFailure", QUEUE)},
                    "refused": {"Code": "ValidationException", "Message": "queues are full"},
                }
            },
            "it is refused, and we accept it: queues are full",
        ),
        ("fifo", {"refused": {"Code": "InvalidParameterValueException"}}, None),
        ("fifo", {"refused": None, "arrived": False}, None),
        ("fifo", {"refused": None, "arrived": True}, "a record arrived in a FIFO queue"),
        ("parallel", {"ResourceConflictException: later": 3, "accepted": 5}, None),
        ("parallel", {"accepted": 8}, "parallel configurations are accepted"),
        (
            "metrics",
            {
                "records cannot be delivered": {
                    "AsyncEventAge": dimensions("metrics"),
                    "DestinationDeliveryFailures": dimensions("metrics"),
                },
                "no destination": {
                    "AsyncEventAge": dimensions("dropped"),
                    "AsyncEventsDropped": dimensions("dropped"),
                },
            },
            None,
        ),
        (
            "metrics",
            {"records cannot be delivered": {"AsyncEventAge": []}, "no destination": {}},
            "AsyncEventAge has no metric of the function",
        ),
        (
            "records",
            {"queue": {"invocation": "1", "record": '{"version": "2.0"}'}},
            "queue: the record cannot be read",
        ),
        ("retries", {"tries": 3, "seconds between them": [60, 121]}, None),
        ("retries", {"tries": 2, "seconds between them": [60]}, "was tried 2 times"),
        ("identifiers", identifiers("f:$LATEST", MaximumRetryAttempts=1), None),
        (
            "identifiers",
            identifiers("f:$LATEST", MaximumEventAgeInSeconds=21600),
            "a limit that was never set is in the answer",
        ),
        (
            "identifiers",
            identifiers("f"),
            "without a qualifier and $LATEST are two configurations",
        ),
        (
            "deployment",
            {"second plan": {"aws_iam_role_policy": "update"}, "a record arrived": True},
            "the second plan is not empty",
        ),
        ("deployment", {"second plan": {"add": 0}, "a record arrived": True}, None),
        ("permissions", PERMITTED, None),
        (
            "permissions",
            {**PERMITTED, "accepted without any policy": True},
            "a destination is accepted without permission",
        ),
        (
            "permissions",
            {**PERMITTED, "accepted by the queue's policy alone": False},
            "the queue's own policy is not enough",
        ),
        (
            "permissions",
            {**PERMITTED, "accepted by the role's policy": False},
            "the role's policy is not enough",
        ),
        ("redriver", REDRIVEN, None),
        (
            "redriver",
            {**REDRIVEN, "plan after the start is set": {"aws_lambda_function": "update"}},
            "the plan after the start is set is not empty",
        ),
        ("redriver", {**REDRIVEN, "an event was sent": False}, "no event was sent"),
        ("redriver", {**REDRIVEN, "parked": []}, "parked is what was []"),
    ],
)
def test_a_contradiction_is_found(
    question: str, answers: dict[str, Any], contradicts: str | None
) -> None:
    found = rules.contradictions(question, answers)
    assert (found == []) is (contradicts is None)
    assert contradicts is None or contradicts in found[0]
