"""What is recorded is compared with our rules; what the emulator answers otherwise than AWS is known."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.aws import recording, rules
from tests.aws.questions import QUESTIONS

WITHOUT_TERRAFORM = [question for question in QUESTIONS if question != "deployment"]


def test_aws_does_not_contradict_our_rules() -> None:
    recorded = recording.read()
    if not recorded:
        pytest.skip("no maintainer has asked AWS yet: make aws")
    assert {each["answered_by"] for each in recorded.values()} == {"AWS"}
    found = {name: rules.contradictions(name, each["answers"]) for name, each in recorded.items()}
    assert found == {name: [] for name in recorded}


@pytest.fixture(scope="module")
def asked(
    emulated: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """What the emulator answers."""
    from tests.unit.real_aws.conftest import Maintainer

    maintainer = Maintainer(emulated, tmp_path_factory.mktemp("recorded"))
    status, said = maintainer.run("run", *maintainer.asking(*WITHOUT_TERRAFORM, patience=3))
    assert status == 0, said
    assert maintainer.left() == []
    return recording.read(maintainer.recorded)


def test_every_question_is_answered_and_masked(asked: dict[str, dict[str, Any]]) -> None:
    assert sorted(asked) == sorted(WITHOUT_TERRAFORM)
    text = json.dumps(asked)
    assert "constructs-eic-p" not in text
    assert "000000000000" not in text
    assert {each["answered_by"] for each in asked.values()} == {"an emulator"}


EMULATOR_DIFFERS = {
    "fifo": ["a record arrived in a FIFO queue, and we refuse FIFO queues"],
    "identifiers": [
        "without a qualifier and $LATEST are two configurations, and we take them for one"
    ],
    "parallel": ["parallel configurations are accepted, and EIC007 says that they conflict"],
    "permissions": ["a destination is accepted without permission, and EIC003 says it is refused"],
    "records": [
        "bucket: no record arrived",
        "event bus: no record arrived",
        "queue, live: no record arrived",
    ],
}


@pytest.mark.parametrize("question", EMULATOR_DIFFERS)
def test_the_emulator_differs_as_its_page_says(
    asked: dict[str, dict[str, Any]], question: str
) -> None:
    found = sorted(rules.contradictions(question, asked[question]["answers"]))
    assert found == EMULATOR_DIFFERS[question]


def on(outcome: str, arn: str) -> dict[str, Any]:
    return {outcome: {"Destination": arn}}


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
        ("parallel", {"ResourceConflictException: later": 3, "accepted": 5}, None),
        (
            "metrics",
            {
                name: [
                    {"FunctionName": "metrics"},
                    {"FunctionName": "metrics", "Resource": "metrics:live"},
                ]
                for name in ("AsyncEventAge", "DestinationDeliveryFailures")
            },
            None,
        ),
        ("metrics", {"AsyncEventAge": []}, "AsyncEventAge has no metric of the function"),
        ("records", {"queue": '{"version": "2.0"}'}, "queue: the record cannot be read"),
        (
            "deployment",
            {"second plan": {"aws_iam_role_policy": "update"}, "a record arrived": True},
            "the second plan is not empty",
        ),
        ("deployment", {"second plan": {"add": 0}, "a record arrived": True}, None),
    ],
)
def test_a_contradiction_is_found(
    question: str, answers: dict[str, Any], contradicts: str | None
) -> None:
    found = rules.contradictions(question, answers)
    assert (found == []) is (contradicts is None)
    assert contradicts is None or contradicts in found[0]
