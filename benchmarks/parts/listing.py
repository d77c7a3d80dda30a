"""The configurations of a large account, listed at several distances from it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.distant import distant
from benchmarks.measure import Job
from benchmarks.pairs import in_turn, median, ratio
from tests.unit.inventory.lambda_account import LambdaAccount, bare_environment, destinations
from tools.emulator import emulator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.parts import Options

TITLE = "Listing 2,000 configurations"

LISTED = 2000
ROUNDS = {0: 3, 5: 3, 20: 1}  # by latency, in milliseconds; the loop takes long at a distance
LOOP, COMMAND = "one after another", "constructs-eic list"


def measure(_: Options) -> list[str]:
    """Measure the command and a loop, on the emulator behind a relay."""
    return [
        "`constructs-eic list --max-rate 0`, compared with a loop over boto3's paginators, on the emulator behind",
        "a proxy that delays each response. Without a delay, both spend their time in boto3. The emulator has no",
        "quota; with Lambda's own quota, about 15 requests a second, any client takes at least 133 seconds.",
        "",
        "| latency | one after another | the command | command to loop | memory of the loop | of the command |",
        "|---:|---:|---:|---|---:|---:|",
        *_rows(),
    ]


def _rows() -> list[str]:
    with (
        tempfile.TemporaryDirectory(prefix="constructs-eic-bench-") as folder,
        emulator(Path(folder) / "log") as environment,
    ):
        account = LambdaAccount(environment, environment["AWS_REGION"])
        account.configured(
            (f"function-{number}" for number in range(LISTED)),
            DestinationConfig=destinations(account.arn("sqs", "failed-events")),
        )
        rows = []
        for latency, rounds in ROUNDS.items():
            with distant(environment["AWS_ENDPOINT_URL"], latency) as url:
                there = bare_environment() | environment | {"AWS_ENDPOINT_URL": url}
                rows.append(_row(latency, rounds, there))
        return rows


def _row(latency: int, rounds: int, environment: Mapping[str, str]) -> str:
    jobs = {
        LOOP: Job("one_after_another", environment=environment),
        COMMAND: Job("list_command", environment=environment),
    }
    runs = in_turn(jobs, rounds)
    memory = {name: f"{job.memory().python / 1e6:.0f} MB" for name, job in jobs.items()}
    return (
        f"| {latency} ms | {median(runs[LOOP]):.1f} s | {median(runs[COMMAND]):.1f} s "
        f"| {ratio(runs, COMMAND, LOOP)} | {memory[LOOP]} | {memory[COMMAND]} |"
    )
