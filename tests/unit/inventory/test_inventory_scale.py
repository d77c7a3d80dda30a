"""A large account: every function, many requests at a time, constant memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.unit.inventory.fault_proxy import THROTTLED
from tests.unit.inventory.lambda_account import (
    COMMAND,
    LambdaAccount,
    bare_environment,
    complaints_once_the_reader_left,
    destinations,
)

if TYPE_CHECKING:
    from tests.unit.inventory.fault_proxy import FaultProxy

LARGE = 2000
SMALL = 100
_PEAK_OF_COMMAND = """
import atexit, resource, sys
from constructs_eic.cli import main
atexit.register(lambda: sys.stderr.write(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}"))
main()
"""


def _peak_kilobytes(account: LambdaAccount, *arguments: str) -> tuple[int, int]:
    """How much memory the command took at its peak, and how many lines it wrote."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK_OF_COMMAND, *arguments],
        env=bare_environment() | account.environment | {"AWS_REGION": account.region},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stderr.rpartition("peak ")[2]), done.stdout.count("\n")


def test_two_thousand_functions_are_all_listed_in_flat_memory(
    account: LambdaAccount, other_region: LambdaAccount
) -> None:
    for region, functions in ((account, LARGE), (other_region, SMALL)):
        region.configured(
            (f"fn-{number:04}" for number in range(functions)),
            DestinationConfig=destinations(region.arn("sqs", "dlq")),
        )
    listing = ("list", "--max-rate=0", "--format=jsonl")

    large, lines = _peak_kilobytes(account, *listing)
    small, few_lines = _peak_kilobytes(other_region, *listing)

    assert (lines, few_lines) == (LARGE, SMALL)
    assert large - small < 8 * 1024


def test_many_requests_are_under_way_together(account: LambdaAccount, proxy: FaultProxy) -> None:
    account.configured(f"fn-{number:02}" for number in range(50))
    proxy.latency = 0.2

    account.run("list", "--max-rate=0", endpoint=proxy.url)

    assert proxy.most_at_once >= 16


def test_a_rate_holds_for_requests_that_are_sent_again(
    account: LambdaAccount, proxy: FaultProxy
) -> None:
    account.configured(["f"], MaximumRetryAttempts=1)
    proxy.answer = lambda _path, count: THROTTLED if count == 1 else None

    done = account.run("list", "--max-rate=20", "--format=jsonl", endpoint=proxy.url)

    assert json.loads(done.stdout)["function_name"] == "f"
    assert len(proxy.paths) == 4


def test_rows_are_streamed_and_an_interrupt_is_clean(
    account: LambdaAccount, proxy: FaultProxy
) -> None:
    account.configured((f"fn-{number:02}" for number in range(50)), MaximumRetryAttempts=1)
    environment = {**account.environment, "AWS_ENDPOINT_URL": proxy.url}
    with subprocess.Popen(
        [*COMMAND, "list", "--max-rate=5", "--format=jsonl"],
        env=bare_environment() | environment | {"AWS_REGION": account.region},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A test run in the background of a shell ignores interrupts, and so would processes that it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as running:
        assert running.stdout is not None
        assert json.loads(running.stdout.readline())["region"] == account.region
        running.send_signal(signal.SIGINT)
        _, complaints = running.communicate(timeout=10)

    assert running.returncode == 130
    assert "Traceback" not in complaints
    assert len(proxy.paths) < 50


def test_a_reader_that_leaves_is_no_error_to_tell(account: LambdaAccount) -> None:
    account.configured((f"fn-{number:03}" for number in range(200)), MaximumRetryAttempts=1)
    complaints = complaints_once_the_reader_left(
        *("list", "--max-rate=0", "--format=jsonl"),
        environment=account.environment | {"AWS_REGION": account.region},
        after_lines=1,
    )

    assert complaints == ""


def test_a_terminal_gets_a_bar_and_a_pipe_none(account: LambdaAccount) -> None:
    account.configured(["f", "g"], MaximumRetryAttempts=1)
    terminal, side = os.openpty()
    done = subprocess.run(
        [*COMMAND, "list", "--max-rate=0", "--format=csv"],
        env=bare_environment()
        | account.environment
        | {"AWS_REGION": account.region, "TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=side,
        check=True,
    )
    os.close(side)
    bar = os.read(terminal, 65536).decode()
    os.close(terminal)

    assert "2/2" in bar
    assert done.stdout.count(b"\n") == 3
    assert b"\x1b" not in done.stdout
    assert account.run("list", "--max-rate=0").stderr == ""
