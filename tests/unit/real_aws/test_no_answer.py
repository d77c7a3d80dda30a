"""What AWS cannot answer is not recorded as an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.aws import recording
from tests.aws.refusal import refusal
from tests.unit.real_aws.answering import DENIED, FAILED, Answering, as_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.real_aws.conftest import Maintainer
    from tools.proxy import Answer, Forward, Request


def failing_with(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "PutFunctionEventInvokeConfig")


@pytest.mark.parametrize("code", ["InvalidParameterValueException", "ValidationException"])
def test_a_refusal_is_an_answer(code: str) -> None:
    def put() -> None:
        raise failing_with(code)

    assert refusal(put) == {"Code": code, "Message": "no"}
    assert refusal(lambda: None) is None


@pytest.mark.parametrize(
    "code", ["AccessDeniedException", "ExpiredTokenException", "ServiceException", "Throttling"]
)
def test_a_failure_is_no_answer(code: str) -> None:
    def put() -> None:
        raise failing_with(code)

    with pytest.raises(ClientError, match=code):
        refusal(put)


def test_what_cannot_be_written_does_not_end_the_questions(
    maintainer: Maintainer, tmp_path: Path
) -> None:
    recorded = tmp_path / "recorded"
    (recorded / "parallel.json").mkdir(parents=True)
    status, said = maintainer.run("run", *maintainer.asking("parallel", "identifiers"))
    assert status == 1
    assert "without an answer: parallel\n" in said
    assert recording.answers_in(recorded / "identifiers.json")
    assert maintainer.left() == []


@dataclass
class LosingAnswers(Answering):
    """The emulator, which creates what it is asked to, and fails to say so the first time."""

    lost: set[str] = field(default_factory=set)

    def handle(self, request: Request, forward: Forward) -> Answer:
        text, answer = as_text(request), forward(request)
        creates = re.search(r"^POST \S*/(functions|aliases) |=CreateRole&|\.CreateEventBus ", text)
        if not creates or text in self.lost:
            return answer
        self.lost.add(text)
        return FAILED


def test_what_was_created_without_an_answer_is_used_and_removed(maintainer: Maintainer) -> None:
    emulator = LosingAnswers(maintainer, lambda _: None)
    with emulator.running() as through:
        status, said = through.run("run", *through.asking("records"))
    assert status == 0, said
    assert len(emulator.lost) == 7  # two roles, functions and aliases, and one event bus
    assert maintainer.left() == []


def test_a_failure_is_not_recorded_as_a_refusal(maintainer: Maintainer) -> None:
    questions = ("refusals", "permissions", "fifo", "parallel")

    def denied(text: str) -> Answer | None:
        return DENIED if text.startswith("PUT") and "event-invoke-config" in text else None

    with Answering(maintainer, denied).running() as through:
        status, said = through.run("run", *through.asking(*questions))
    assert status == 1
    assert f"without an answer: {', '.join(questions)}" in said
    assert recording.read(maintainer.recorded) == {}
    assert maintainer.left() == []
