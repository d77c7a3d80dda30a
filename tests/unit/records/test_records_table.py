from __future__ import annotations

import io
from datetime import datetime, timezone

import pytest

from constructs_eic import InvocationRecord
from constructs_eic.records.formats import write_summary, write_table
from constructs_eic.records.reading import Summary, WaitingRecord

SINCE = datetime(2026, 11, 24, 9, 12, 44, 31000, timezone.utc)
REQUEST = "6a1f9c0e-8c3e-4d0b-9f5e-1f2f8f2f7d11"
MESSAGE = (
    "2026-11-24T09:12:44.031Z Task timed out after 3.00 seconds while it waited for the database"
)
RECORD = InvocationRecord.parse(
    {
        "version": "1.0",
        "timestamp": "2026-11-24T09:12:43.000Z",
        "requestContext": {
            "requestId": REQUEST,
            "functionArn": "arn:aws:lambda:eu-west-1:123456789012:function:process-payments:live",
            "condition": "RetriesExhausted",
            "approximateInvokeCount": 3,
        },
        "requestPayload": {},
        "responsePayload": {"errorType": "TimeoutError", "errorMessage": MESSAGE},
    }
)
WAITING = WaitingRecord("message", SINCE, RECORD, None)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(params=["records", "summary"])
def drawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    out = Terminal()
    if request.param == "records":
        write_table([WAITING, WAITING], out)
    else:
        summary = Summary()
        summary.add(WAITING)
        write_summary(summary, "table", out)
    return out.getvalue().splitlines()


def test_a_narrow_terminal_breaks_neither_times_nor_names(drawn: list[str]) -> None:
    assert max(map(len, drawn)) <= 80
    words = " ".join(drawn).split()
    assert {"process-payments:live", "RetriesExhausted", "TimeoutError"} <= set(words)
    assert {"2026-11-24T09:12:44.031Z", "2026-11-24T09:12:43.000Z"} & set(words)


def test_a_narrow_terminal_shows_each_record_as_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    out = Terminal()
    write_table([WAITING, WAITING], out)
    first, second = out.getvalue().split("\n\n")
    assert first.splitlines()[-1].split() == ["request_id", REQUEST]
    assert first.strip() == second.strip()


def test_a_wide_terminal_has_a_line_for_each_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    write_table([WAITING, WAITING], out)
    assert sum(REQUEST in line and MESSAGE in line for line in out.getvalue().splitlines()) == 2
