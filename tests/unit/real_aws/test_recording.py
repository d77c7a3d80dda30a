"""What is recorded is written whole or not at all, and says nothing of the account."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.aws import recording
from tests.aws.account import Account

if TYPE_CHECKING:
    from collections.abc import Callable


class Named(Account):
    """An account that is not asked who its credentials are of."""

    def __init__(self) -> None:
        self.id, self.region, self.prefix, self.run = "111122223333", "eu-west-1", "team", "a1b2c3"
        self.endpoint = None


@pytest.fixture
def cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is interrupted after its first half is written."""
    write: Callable[..., int] = Path.write_text

    def half(path: Path, text: str, *arguments: str) -> NoReturn:
        write(path, text[: len(text) // 2], *arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", half)


def test_an_interrupt_leaves_what_was_recorded_before(tmp_path: Path, cut_short: None) -> None:
    before = tmp_path / "retries.json"
    before.write_bytes(b'{"answers": {"tries": 3}}')
    with pytest.raises(KeyboardInterrupt):
        recording.write(tmp_path, "retries", {"tries": 2}, Named())
    assert recording.read(tmp_path) == {"retries": {"answers": {"tries": 3}}}
    assert list(tmp_path.iterdir()) == [before]


def test_what_is_recorded_is_read_as_it_was_written(tmp_path: Path) -> None:
    answers = {"arn": "arn:aws:sqs:eu-west-1:111122223333:constructs-eic-team-a1b2c3-records"}
    path = recording.write(tmp_path, "retries", answers, Named())
    masked = {"arn": "arn:aws:sqs:eu-west-1:123456789012:records"}
    assert recording.answers_in(path) == masked
    assert json.loads(path.read_text("utf-8"))["answered_by"] == "AWS"
