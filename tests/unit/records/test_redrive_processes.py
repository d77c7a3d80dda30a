"""Several processes do the work of one redrive: limit, rate, lines and interrupts are as with one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from constructs_eic.records import AwsError, Refused, Selection, Sent, redrive
from constructs_eic.records.queue import Queue
from constructs_eic.records.redrive_arguments import default_processes
from tests.e2e.waiting import eventually
from tests.unit.inventory.lambda_account import COMMAND
from tests.unit.records.backlog import EXPIRED, LateAnswers, error

if TYPE_CHECKING:
    from constructs_eic.records import RecordResult
    from tests.unit.records.backlog import Backlog, Call
    from tools.proxy import Answer, Forward, Request

GRACE_SECONDS = 3


def running_in_two(backlog: Backlog, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "redrive", "failures", "--yes", "--processes", "2", *options],
        env=backlog.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def children_of(process: subprocess.Popen[str]) -> list[int]:
    # A small Linux has no `ps`, and macOS no /proc.
    in_proc = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if in_proc.exists():
        return [int(each) for each in in_proc.read_text().split()]
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(line) for line in listed.stdout.split()]


def test_two_processes_send_every_event_once_and_report_each(backlog: Backlog) -> None:
    backlog.fill(60)
    backlog.put("disk full")
    results: list[RecordResult] = []

    done = redrive("failures", report=results.append, processes=2)

    assert backlog.numbers() == list(range(60))
    assert (done.sent, done.refused, done.is_complete) == (60, 1, False)
    assert {one.record.request_id for one in results if isinstance(one, Sent)} == {
        f"request-{number}" for number in range(60)
    }
    assert len([one for one in results if isinstance(one, Refused)]) == 1
    assert (backlog.visible(), backlog.held()) == (["disk full"], 0)


def test_what_one_process_leaves_is_no_message_to_another(backlog: Backlog) -> None:
    backlog.fill(10)  # as many as one process receives at once, whose one thread is then busy
    backlog.put("disk full")

    done = redrive("failures", processes=2, limit=10, max_rate=2)

    assert (done.sent, done.refused) == (10, 1)
    assert (backlog.visible(), backlog.held()) == (["disk full"], 0)


def test_a_source_whose_records_every_process_would_take_is_read_by_one(
    backlog: Backlog, monkeypatch: pytest.MonkeyPatch
) -> None:
    backlog.fill(3)
    monkeypatch.setattr(Queue, "allows_several_processes", False)
    with pytest.raises(ValueError, match=r"^failures: processes=2: .*; give processes=1$"):
        redrive("failures", processes=2)
    assert redrive("failures").sent == 3


def test_filters_and_the_limit_are_for_all_processes_together(backlog: Backlog) -> None:
    backlog.fill(40)
    backlog.put(backlog.record(99, error_type="KeyError"))

    done = redrive(
        "failures", selection=Selection(error_types=["ValueError"]), limit=7, processes=3
    )

    assert (done.sent, len(backlog.accepted)) == (7, 7)
    assert len(backlog.visible()) == 34
    assert backlog.held() == 0


def test_the_rate_is_for_all_processes_together(backlog: Backlog) -> None:
    times: list[float] = []

    def timed(call: Call, forward: Forward, request: Request) -> Answer | None:
        if call.operation == "Invoke":
            times.append(time.monotonic())
        return forward(request)

    backlog.fill(12)
    backlog.rule = timed

    done = redrive("failures", max_rate=4, processes=2)

    # Twelve requests at four a second are eleven quarters apart, however long each takes.
    assert done.sent == 12
    assert max(times) - min(times) > 2


def test_objects_of_a_bucket_are_divided(backlog: Backlog) -> None:
    bucket = backlog.bucket({str(number): backlog.record(number).encode() for number in range(50)})

    done = redrive(f"s3://{bucket}", processes=2)

    assert (done.sent, backlog.numbers()) == (50, list(range(50)))
    assert [str(note) for note in done.notes] == [
        "50 objects are kept, and sent again by the next redrive; delete= removes what is sent"
    ]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interrupt_ends_all_processes_in_order(backlog: Backlog, name: str) -> None:
    backlog.fill(60)
    late = backlog.rule = LateAnswers(seconds=0.3)

    with running_in_two(backlog) as running:
        assert late.accepted()
        running.send_signal(getattr(signal, name))
        logged, said = running.communicate(timeout=60)

    left = [json.loads(body)["requestPayload"]["number"] for body in backlog.visible()]
    assert running.returncode == 130
    assert "interrupted: what was not sent is still in place" in said
    assert sorted(backlog.numbers() + left) == list(range(60))
    assert len(logged.splitlines()) == len(backlog.accepted)
    assert backlog.held() == 0


def test_a_second_interrupt_counts_the_open_requests_of_all(backlog: Backlog) -> None:
    backlog.fill(40)
    late = backlog.rule = LateAnswers()

    with running_in_two(backlog) as running:
        assert late.accepted(4)
        assert running.stderr is not None
        running.send_signal(signal.SIGINT)
        assert "a second interrupt ends at once" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    late.release()

    assert running.returncode == 130
    assert "interrupted while 4 requests were open: Lambda may have accepted them" in said
    assert "0 sent" in said


def test_a_killed_parent_leaves_no_process_and_hides_no_message(backlog: Backlog) -> None:
    backlog.fill(60)
    late = backlog.rule = LateAnswers(seconds=0.3)
    with running_in_two(backlog) as running:
        assert late.accepted()
        children = children_of(running)
        running.kill()
        running.communicate(timeout=60)
    assert len(children) == 2
    for child in children:
        while os.path.exists(f"/proc/{child}"):  # noqa: PTH110
            time.sleep(0.1)

    done = redrive("failures")

    times = Counter(backlog.numbers())
    assert set(times) == set(range(60))
    assert max(times.values()) <= 2
    assert done.is_complete
    assert (backlog.visible(), backlog.held()) == ([], 0)


def test_killed_processes_are_said_and_lose_nothing(backlog: Backlog) -> None:
    backlog.fill(60)
    late = backlog.rule = LateAnswers(seconds=0.3)
    with running_in_two(backlog, "--visibility-timeout", str(GRACE_SECONDS)) as running:
        assert late.accepted()
        for child in children_of(running):
            os.kill(child, signal.SIGKILL)
        _, said = running.communicate(timeout=60)
    backlog.rule = lambda _call, forward, request: forward(request)
    eventually(lambda: backlog.held() == 0)
    redrive("failures")

    assert running.returncode == 1
    assert "a process of this redrive ended with status -9" in said
    assert set(backlog.numbers()) == set(range(60))


def test_expired_credentials_of_one_process_end_all(backlog: Backlog) -> None:
    def expire(call: Call, forward: Forward, request: Request) -> Answer | None:
        return EXPIRED if call.operation == "Invoke" and call.number > 4 else forward(request)

    backlog.fill(40)
    backlog.rule = expire

    with pytest.raises(AwsError, match="token has expired"):
        redrive("failures", processes=2)

    left = [json.loads(body)["requestPayload"]["number"] for body in backlog.visible()]
    assert sorted(backlog.numbers() + left) == list(range(40))


def test_the_first_denied_deletion_ends_all(backlog: Backlog) -> None:
    def denied(call: Call, forward: Forward, request: Request) -> Answer | None:
        if call.operation == "DeleteMessageBatch":
            return error(403, "AccessDenied")
        return forward(request)

    backlog.fill(60)
    backlog.rule = denied

    with pytest.raises(AwsError, match="nothing that is sent can be removed"):
        redrive("failures", processes=2)

    assert len(backlog.visible()) == 60


@pytest.mark.parametrize(
    ("records", "limit", "rate", "cores", "processes"),
    [
        (1_000_000, None, 0, 8, 4),
        (1_000_000, None, 0, 2, 2),
        (1_000_000, 100, 0, 8, 1),
        (1_000_000, None, 50, 8, 1),
        (12_000, None, 0, 8, 3),
        (0, None, 0, 8, 1),
        (None, None, 0, 8, 4),
    ],
)
def test_as_many_processes_as_pay(
    records: int | None, limit: int | None, rate: float, cores: int, processes: int
) -> None:
    assert default_processes(records, limit, rate, cores) == processes
