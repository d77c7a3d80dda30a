"""Writes what was answered, without what belongs to the account, as data that tests compare with our rules."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.aws.account import Account

RECORDED = Path(__file__).with_name("recorded")
MASKED_ACCOUNT = "123456789012"


def write(folder: Path, question: str, answers: dict[str, Any], account: Account) -> Path:
    """Write the answers to a question; those of an emulator say so."""
    recording = {
        "question": question,
        "answered_by": "AWS" if account.endpoint is None else "an emulator",
        "region": account.region,
        "recorded_on": datetime.now(timezone.utc).date().isoformat(),
        "answers": masked(answers, account),
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{question}.json"
    _write_whole(path, json.dumps(recording, indent=2, sort_keys=True) + "\n")
    return path


def _write_whole(path: Path, text: str) -> None:
    """Write a file that is there whole or as it was before, wherever this is interrupted."""
    beside = path.with_suffix(".part")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def masked(answers: dict[str, Any], account: Account) -> dict[str, Any]:
    """The answers with another account id, and names without the run's beginning."""
    text = json.dumps(answers, default=str)
    text = text.replace(account.beginning, "").replace(account.id, MASKED_ACCOUNT)
    text = re.sub(r"AIDA\w+|AROA\w+|ASIA\w+|AKIA\w+", "ID", text)
    shown: dict[str, Any] = json.loads(text)
    return shown


def answers_in(path: Path) -> dict[str, Any]:
    """What was answered, as it was written."""
    answers: dict[str, Any] = json.loads(path.read_text("utf-8"))["answers"]
    return answers


def read(folder: Path = RECORDED) -> dict[str, dict[str, Any]]:
    """What was answered, by question."""
    return {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))
    }
