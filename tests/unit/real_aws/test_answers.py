"""What is recorded is compared with our rules; what the emulator answers otherwise than AWS is known."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from tests.aws import recording, rules
from tests.aws.questions import QUESTIONS
from tools import CHECKOUT

WITHOUT_TERRAFORM = [
    question for question in QUESTIONS if question not in ("deployment", "redriver")
]


def test_what_was_recorded_does_not_contradict_our_rules() -> None:
    recorded = recording.read()
    if not recorded:
        pytest.skip("no maintainer has asked AWS yet: make aws")
    found = {name: rules.contradictions(name, each["answers"]) for name, each in recorded.items()}
    answered_by = {each["answered_by"] for each in recorded.values()}
    assert found == {name: [] for name in recorded}, f"answered by {answered_by}"


def test_each_difference_of_the_emulator_has_its_question() -> None:
    page = (CHECKOUT / "docs" / "emulator.md").read_text("utf-8")
    rows = [line.split(" | ")[1:] for line in page.splitlines() if line.startswith("| ")][1:]
    asked = {each.strip(" |`"): about for about, each in rows}
    about_connections = asked.pop("")
    assert "clients of the tests retry" in about_connections
    assert asked.keys() == QUESTIONS.keys()


def test_only_what_aws_answered_is_committed() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "tests/aws/recorded/*.json"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    answered_by = {
        path: json.loads((CHECKOUT / path).read_text("utf-8"))["answered_by"]
        for path in tracked.stdout.split()
    }
    assert answered_by == dict.fromkeys(answered_by, "AWS")


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
        "a limit that was never set is in the answer",
        "without a qualifier and $LATEST are two configurations, and we take them for one",
    ],
    "metrics": [
        f"{case}: {metric} has no metric of the {target}, which an alarm {with_or_without} a qualifier watches"
        for case, metrics in (
            ("no destination", ("AsyncEventAge", "AsyncEventsDropped")),
            ("records cannot be delivered", ("AsyncEventAge", "DestinationDeliveryFailures")),
        )
        for metric in metrics
        for target, with_or_without in (("alias", "with"), ("function", "without"))
    ],
    "parallel": ["parallel configurations are accepted, and EIC007 says that they conflict"],
    "permissions": ["a destination is accepted without permission, and EIC003 says it is refused"],
    "records": [
        "bucket: no record arrived",
        "event bus: no record arrived",
        "function: the record's request id is not the one that Invoke returned",
        "queue, $LATEST: the record's request id is not the one that Invoke returned",
        "queue, live: no record arrived",
        "topic: the record's request id is not the one that Invoke returned",
    ],
}


@pytest.mark.parametrize("question", EMULATOR_DIFFERS)
def test_the_emulator_differs_as_its_page_says(
    asked: dict[str, dict[str, Any]], question: str
) -> None:
    found = sorted(rules.contradictions(question, asked[question]["answers"]))
    assert found == EMULATOR_DIFFERS[question]
