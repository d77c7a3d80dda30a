"""What goes wrong while events are sent back: nothing is lost, and what may be sent twice is reported."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from constructs_eic.records import AwsError, Refused, Selection, Sent, redrive
from constructs_eic.records.queue import Queue
from constructs_eic.records.reading import read_waiting
from tests.unit.inventory.lambda_account import COMMAND
from tests.unit.records.backlog import BROKEN, DENIED, EXPIRED, THROTTLED, error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from constructs_eic.records import RecordResult
    from tests.unit.records.backlog import Backlog, Call
    from tools.proxy import Answer, Forward, Request

GRACE_SECONDS = 2
AT_A_TIME = 32 * 10


def first_of(operation: str, answer: Answer | None, times: int = 1) -> object:
    """A rule: answer the first few requests of an operation with this, without forwarding them."""

    def rule(call: Call, forward: Forward, request: Request) -> Answer | None:
        if call.operation == operation and call.number <= times:
            return answer
        return forward(request)

    return rule


@pytest.mark.parametrize(
    ("answer", "is_doubtful"), [(THROTTLED, False), (BROKEN, True), (None, True)]
)
def test_an_event_is_sent_again_after_a_fault_and_doubt_is_said(
    backlog: Backlog, answer: Answer | None, is_doubtful: bool
) -> None:
    backlog.fill(3)
    backlog.rule = first_of("Invoke", answer, times=2)  # type: ignore[assignment]

    done = redrive("failures", max_rate=1000, limit=3)

    assert (done.sent, backlog.numbers()) == (3, [0, 1, 2])
    assert (done.perhaps_twice > 0) == is_doubtful
    assert (backlog.visible(), backlog.held()) == ([], 0)


def test_a_connection_cut_after_lambda_accepted_sends_twice_and_says_so(backlog: Backlog) -> None:
    def cut(call: Call, forward: Forward, request: Request) -> Answer | None:
        answer = forward(request)
        return None if call.operation == "Invoke" and call.number == 1 else answer

    backlog.fill(3)
    backlog.rule = cut
    outcomes: list[RecordResult] = []

    done = redrive("failures", report=outcomes.append, limit=3)

    assert (done.sent, done.perhaps_twice) == (3, 1)
    [doubled] = [one for one in outcomes if isinstance(one, Sent) and one.is_perhaps_twice]
    payload = json.loads(doubled.record.request_payload_json or "")
    assert backlog.numbers() == sorted([0, 1, 2, payload["number"]])
    assert (backlog.visible(), backlog.held()) == ([], 0)


def test_a_denied_function_is_named_and_its_records_are_left(backlog: Backlog) -> None:
    backlog.fill(3)
    backlog.rule = first_of("Invoke", DENIED, times=9)  # type: ignore[assignment]

    done = redrive("failures")

    assert (done.sent, done.refused, backlog.accepted) == (0, 3, [])
    assert len(backlog.visible()) == 3


def test_expired_credentials_end_it_and_lose_nothing(backlog: Backlog) -> None:
    def expire(call: Call, forward: Forward, request: Request) -> Answer | None:
        return EXPIRED if call.operation == "Invoke" and call.number > 2 else forward(request)

    backlog.fill(12)
    backlog.rule = expire

    with pytest.raises(AwsError, match="token has expired"):
        redrive("failures", max_rate=20)

    left = [json.loads(body)["requestPayload"]["number"] for body in backlog.visible()]
    assert sorted(backlog.numbers() + left) == list(range(12))


def test_what_was_sent_and_cannot_be_removed_is_named(backlog: Backlog) -> None:
    backlog.fill(2)
    denied = error(403, "AccessDenied")
    backlog.rule = first_of("DeleteMessageBatch", denied, times=9)  # type: ignore[assignment]
    outcomes: list[RecordResult] = []

    done = redrive("failures", report=outcomes.append, limit=2)

    assert (done.sent, done.refused, done.is_complete) == (2, 2, False)
    named = [str(one) for one in outcomes if isinstance(one, Refused)]
    assert all("sent, but not removed: denied" in text for text in named)
    assert all("allow sqs:DeleteMessage" in text for text in named)
    assert sorted(text.partition(" (")[2][:18] for text in named) == [
        "request request-0)",
        "request request-1)",
    ]


def test_what_is_in_flight_elsewhere_leaves_it_incomplete(backlog: Backlog) -> None:
    backlog.fill(2)
    backlog.sqs.receive_message(QueueUrl=backlog.queue_url, VisibilityTimeout=60)

    done = redrive("failures", limit=2)

    assert (done.sent, done.is_complete) == (1, False)
    assert "about 1 messages of failures were in flight at the start" in str(done.incomplete_reason)


@dataclass
class Held:
    """The first request of an operation, held by the relay before or after it reached the emulator."""

    operation: str
    is_forwarded: bool
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def rule(self, call: Call, forward: Forward, request: Request) -> Answer | None:
        if call.operation != self.operation or call.number > 1:
            return forward(request)
        answer = forward(request) if self.is_forwarded else None
        self.reached.set()
        self.released.wait(60)
        return answer or forward(request)


@contextmanager
def started(backlog: Backlog) -> Iterator[subprocess.Popen[str]]:
    """The command, running."""
    options = ("--yes", "--max-rate", "50", "--visibility-timeout", str(GRACE_SECONDS))
    with subprocess.Popen(
        [*COMMAND, "redrive", "failures", *options],
        env=backlog.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        yield running


@pytest.mark.parametrize("is_forwarded", [False, True])
@pytest.mark.parametrize("operation", ["ReceiveMessage", "Invoke", "DeleteMessageBatch"])
def test_kill_9_at_any_step_loses_nothing_and_sends_few_twice(
    backlog: Backlog, operation: str, is_forwarded: bool
) -> None:
    backlog.fill(30)
    held = Held(operation, is_forwarded)
    backlog.rule = held.rule

    with started(backlog) as running:
        assert held.reached.wait(60)
        running.kill()
        logged, _ = running.communicate()
    # Requests of the killed process may still reach the emulator.
    backlog.rule = lambda _call, _forward, _request: None
    held.released.set()
    time.sleep(GRACE_SECONDS + 1)
    backlog.rule = lambda _call, forward, request: forward(request)
    done = redrive("failures")

    times = Counter(backlog.numbers())
    assert set(times) == set(range(30))
    assert max(times.values()) <= 2
    assert sum(times.values()) - 30 <= AT_A_TIME
    assert len(logged.splitlines()) + done.sent <= sum(times.values())
    assert (backlog.visible(), backlog.held()) == ([], 0)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interrupt_ends_it_in_order(backlog: Backlog, name: str) -> None:
    backlog.fill(30)
    held = Held("Invoke", is_forwarded=True)
    backlog.rule = held.rule

    with started(backlog) as running:
        assert held.reached.wait(60)
        running.send_signal(getattr(signal, name))
        time.sleep(0.5)
        held.released.set()
        logged, said = running.communicate(timeout=60)

    left = [json.loads(body)["requestPayload"]["number"] for body in backlog.visible()]
    assert running.returncode == 130
    assert "interrupted: what was not sent is still in place" in said
    assert sorted(backlog.numbers() + left) == list(range(30))
    assert len(logged.splitlines()) == len(backlog.accepted)
    assert f"{len(backlog.accepted)} sent" in said
    assert backlog.held() == 0


def everything_on(terminal: int) -> str:
    """What was written to a terminal, after all writers have closed it."""
    written = b""
    with contextlib.suppress(OSError), os.fdopen(terminal, "rb", buffering=0) as read:
        while part := read.read(4096):
            written += part
    return written.decode()


def test_lines_go_where_stdout_goes_and_progress_to_the_terminal(
    backlog: Backlog, tmp_path: Path
) -> None:
    backlog.fill(5)
    terminal, stderr = pty.openpty()

    with (tmp_path / "sent").open("w+") as log:
        running = subprocess.run(
            [*COMMAND, "redrive", "failures", "--yes"],
            env=backlog.environment | {"TERM": "xterm", "COLUMNS": "100"},
            stdout=log,
            stderr=stderr,
            check=True,
        )
        log.seek(0)
        lines = log.read().splitlines()

    os.close(stderr)
    said = everything_on(terminal)
    assert running.returncode == 0
    assert len([line for line in lines if line.startswith("request-")]) == len(lines) == 5
    assert "sent, 0 left" in said
    assert "constructs-eic: 5 sent" in said


def test_more_messages_than_may_be_in_flight_are_said(backlog: Backlog) -> None:
    backlog.fill(40)
    queue = Queue(backlog.sqs, backlog.queue_url, "failures", "here", most_held=20)

    with pytest.raises(
        AwsError, match="20 messages were read and left in place; there may be more"
    ):
        list(read_waiting(queue, Selection(), lambda _note: None, allow_move=False))

    assert len(backlog.visible()) == 40
