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
from tests.e2e.waiting import eventually
from tests.unit.inventory.lambda_account import COMMAND
from tests.unit.records.backlog import BROKEN, DENIED, EXPIRED, THROTTLED, LateAnswers, error

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

    with pytest.raises(AwsError, match="nothing that is sent can be removed"):
        redrive("failures", report=outcomes.append, limit=2)

    named = [str(one) for one in outcomes if isinstance(one, Refused)]
    assert len(named) == len(backlog.accepted) > 0
    assert all("sent, but not removed: denied" in text for text in named)
    assert all("allow sqs:DeleteMessage" in text for text in named)
    assert len(backlog.visible()) == 2


def test_what_is_in_flight_elsewhere_leaves_it_incomplete(backlog: Backlog) -> None:
    backlog.fill(2)
    backlog.sqs.receive_message(QueueUrl=backlog.queue_url, VisibilityTimeout=60)

    done = redrive("failures", limit=2)

    assert (done.sent, done.is_complete) == (1, False)
    reason = "about 1 messages of failures were in flight at the start, and still are"
    assert reason in str(done.incomplete_reason)


def test_a_list_of_objects_that_never_ends_is_an_error(backlog: Backlog) -> None:
    def repeat(call: Call, forward: Forward, request: Request) -> Answer | None:
        answer = forward(request)
        if call.operation == "GET object" and b"list-type=2" in request.path.encode():
            again = b"<IsTruncated>true</IsTruncated><NextContinuationToken>again</NextContinuationToken>"
            answer.body = answer.body.replace(b"<IsTruncated>false</IsTruncated>", again)
        return answer

    bucket = backlog.bucket({"one": backlog.record(1).encode()})
    backlog.rule = repeat

    with pytest.raises(
        AwsError, match=f"s3://{bucket}: the list never ends: .*'again' was returned twice"
    ):
        redrive(f"s3://{bucket}")

    assert len(backlog.accepted) <= 2


def test_records_that_are_interrupted_while_they_are_received_are_visible_at_once(
    backlog: Backlog,
) -> None:
    backlog.fill(20)
    held = Held("ReceiveMessage", is_forwarded=True)
    backlog.rule = held.rule

    with subprocess.Popen(
        [*COMMAND, "records", "failures"],
        env=backlog.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert held.reached.wait(60)
        running.send_signal(signal.SIGINT)
        time.sleep(0.5)
        held.released.set()
        running.communicate(timeout=60)

    assert running.returncode == 130
    assert backlog.held() == 0
    assert len(backlog.visible()) == 20


def test_records_that_cannot_be_made_visible_again_are_said_before_they_are_shown(
    backlog: Backlog,
) -> None:
    backlog.fill(20)
    backlog.rule = first_of("ChangeMessageVisibilityBatch", DENIED, times=99)  # type: ignore[assignment]

    with subprocess.Popen(
        [*COMMAND, "records", "failures", "--format", "jsonl"],
        env=backlog.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        assert running.stdout is not None
        first, *_, last = running.stdout.read().splitlines()

    assert running.returncode == 1
    assert "what is read cannot be made visible again" in first
    assert "allow sqs:ChangeMessageVisibility" in first
    assert "20 messages of failures could not be made visible again (denied" in last


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
    eventually(lambda: backlog.held() == 0)
    done = redrive("failures")

    times = Counter(backlog.numbers())
    assert set(times) == set(range(30))
    assert max(times.values()) <= 2
    assert sum(times.values()) - 30 <= AT_A_TIME
    assert len(logged.splitlines()) + done.sent <= sum(times.values())
    assert (backlog.visible(), backlog.held()) == ([], 0)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
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


def test_a_second_interrupt_says_how_many_requests_were_open(backlog: Backlog) -> None:
    backlog.fill(30)
    late = backlog.rule = LateAnswers()

    with started(backlog) as running:
        assert late.accepted(3)
        assert running.stderr is not None
        running.send_signal(signal.SIGINT)
        assert "a second interrupt ends at once" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    late.release()

    assert running.returncode == 130
    assert "interrupted while 3 requests were open: Lambda may have accepted them" in said
    assert "0 sent" in said
    assert len(backlog.accepted) == 3


def test_a_reader_that_has_read_enough_ends_it_with_a_reason(backlog: Backlog) -> None:
    backlog.fill(30)

    running = subprocess.run(
        ["/bin/sh", "-c", '"$@" | head -1', "sh", *COMMAND, "redrive", "failures", "--yes"],
        env=backlog.environment | {"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )

    assert len(running.stdout.splitlines()) == 1
    assert "stopped: what reads the output has ended" in running.stderr
    lines = [line for line in running.stderr.splitlines() if " -> " in line]
    left = [json.loads(body)["requestPayload"]["number"] for body in backlog.visible()]
    assert len(lines) >= 1
    assert sorted({*backlog.numbers(), *left}) == list(range(30))
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
    assert "sent, 0 left in place" in said
    assert "constructs-eic: 5 sent" in said


def test_more_messages_than_may_be_in_flight_are_said(backlog: Backlog) -> None:
    backlog.fill(40)
    queue = Queue(backlog.sqs, backlog.queue_url, "failures", "here", most_held=20)

    with pytest.raises(
        AwsError, match="20 messages were read and left in place; there may be more"
    ):
        list(read_waiting(queue, Selection(), lambda _note: None, allow_move=False))

    assert len(backlog.visible()) == 40


def test_on_a_terminal_throttles_are_said_beside_the_progress(backlog: Backlog) -> None:
    backlog.fill(50)
    backlog.rule = first_of("Invoke", THROTTLED, times=25)  # type: ignore[assignment]
    terminal, stderr = pty.openpty()

    with subprocess.Popen(
        [*COMMAND, "redrive", "failures", "--yes"],
        env=backlog.environment | {"TERM": "xterm", "COLUMNS": "160"},
        stdout=subprocess.DEVNULL,
        stderr=stderr,
    ):
        os.close(stderr)
        said = everything_on(terminal)

    assert "Lambda throttles (made up): waiting and trying again, in 20 seconds at the" in said
    assert "50 sent" in said
    assert backlog.numbers() == list(range(50))
