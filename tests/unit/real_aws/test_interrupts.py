"""`make aws` leaves nothing behind, and removes nothing else, wherever it is interrupted."""

from __future__ import annotations

import os
import pty
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from tests.aws.kinds import KINDS
from tests.unit.real_aws.conftest import end, wait_for
from tools.proxy import proxy

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from tests.unit.real_aws.conftest import Maintainer
    from tools.proxy import Answer, Forward, Request

# The question that creates something of every kind but alarms, which only Terraform creates.
QUESTION = "records"
# One request asks for the identity, and one for what there is of each kind. Within 48 more, the functions, queues,
# topic, bus and bucket are created.
FIRST = 2 + len(KINDS)
REQUESTS = range(FIRST, FIRST + 48, 8)
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Interrupter:
    """Interrupts the command while its request number `at` is on its way."""

    at: int
    number: signal.Signals
    process: subprocess.Popen[str] | None = None
    requests: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _started: threading.Event = field(default_factory=threading.Event)

    def handle(self, request: Request, forward: Forward) -> Answer | None:
        with self._lock:
            self.requests += 1
            is_now = self.requests == self.at
        if is_now:
            self._started.wait()
            assert self.process is not None
            self.process.send_signal(self.number)
        return forward(request)

    def watch(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._started.set()


@contextmanager
def interrupted(
    maintainer: Maintainer, at: int, number: signal.Signals
) -> Iterator[subprocess.Popen[str]]:
    """The command, which is interrupted at a request; what others have is still there afterwards."""
    interrupter = Interrupter(at, number)
    bystanders = [f"constructs-eic-{maintainer.prefix}s-orders", f"{maintainer.prefix}-orders"]
    sqs = maintainer.account().client("sqs")
    for name in bystanders:
        sqs.create_queue(QueueName=name)
    with proxy(maintainer.environment["AWS_ENDPOINT_URL"], interrupter.handle) as url:
        through = {**maintainer.environment, "AWS_ENDPOINT_URL": url}
        options = maintainer.asking(QUESTION)
        process = replace(maintainer, environment=through).start("run", *options)
        interrupter.watch(process)
        yield process
    assert interrupter.requests >= at
    for name in bystanders:
        assert sqs.get_queue_url(QueueName=name)["QueueUrl"]


@pytest.mark.parametrize("at", REQUESTS)
def test_an_interrupt_at_any_request_leaves_nothing(maintainer: Maintainer, at: int) -> None:
    with interrupted(maintainer, at, SIGNALS[REQUESTS.index(at) % len(SIGNALS)]) as process:
        _, said = process.communicate()
    assert process.returncode == 130, said
    assert maintainer.left() == []


@pytest.mark.parametrize("at", REQUESTS)
def test_the_sweeper_removes_what_a_kill_at_any_request_left(
    maintainer: Maintainer, at: int
) -> None:
    with interrupted(maintainer, at, signal.SIGKILL) as process:
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert maintainer.run("sweep")[0] == 0
    assert maintainer.left() == []


def test_an_interrupt_before_agreement_is_said(maintainer: Maintainer) -> None:
    terminal, its_other_side = pty.openpty()
    process = maintainer.start("run", "--only", "fifo", stdin=its_other_side)
    wait_for(process, "make aws-sweep")
    process.send_signal(signal.SIGINT)
    status, said = end(process)
    os.close(terminal)
    os.close(its_other_side)
    assert (status, said) == (130, "Interrupted; nothing was created.\n")


def test_an_interrupt_of_the_sweeper_is_said(maintainer: Maintainer) -> None:
    name = f"constructs-eic-{maintainer.prefix}-a1b2c3-queue"
    maintainer.account().client("sqs").create_queue(QueueName=name)
    process = maintainer.start("sweep", "--settle", "60")
    wait_for(process, f"removing queue {name}")
    process.send_signal(signal.SIGINT)
    status, said = end(process)
    assert (status, said.splitlines()[-1]) == (
        130,
        "Interrupted; something may be left. Sweep again.",
    )
    assert maintainer.run("sweep")[0] == 0


def test_the_removal_goes_on_when_nobody_listens_any_more(maintainer: Maintainer) -> None:
    with interrupted(maintainer, 30, signal.SIGINT) as process:
        assert process.stderr is not None
        process.stderr.close()
        process.wait()
    assert process.returncode == 130
    assert maintainer.left() == []
