"""Records of a queue sent back: speed at several distances from AWS, and memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.aws_stub import stub_of_aws
from benchmarks.distant import distant
from benchmarks.measure import Job
from tests.unit.inventory.lambda_account import bare_environment

if TYPE_CHECKING:
    from benchmarks.measure import Memory, Run
    from benchmarks.parts import Options

TITLE = "Redriving a queue"

LOOP, COMMAND = "redrive_loop", "redrive_command"
# Milliseconds, processes and records; the loop takes equally long for each record.
RUNS = (
    (LOOP, 0, 1, 1_000),
    (COMMAND, 0, 1, 5_000),
    (COMMAND, 0, 2, 5_000),
    (COMMAND, 0, 4, 5_000),
    (LOOP, 20, 1, 300),
    (COMMAND, 20, 1, 5_000),
    (COMMAND, 20, 2, 5_000),
    (COMMAND, 20, 4, 5_000),
    (COMMAND, 20, 1, 50_000),
)
_KEYS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
}


def measure(_: Options) -> list[str]:
    """Measure the command and a loop, on a stub of AWS behind a relay."""
    return [
        "`constructs-eic redrive` without `--max-rate`, compared with a loop over boto3 that receives, invokes and",
        "deletes one record after another. AWS is replaced by a stub in memory, behind a proxy that delays each",
        "response. The CPU limits the command: that of one Python process, or, with `--processes`, that of the",
        "machine, which the stub and the proxy use, too.",
        "",
        "| latency | | records | events a second | CPU an event | memory of a process |",
        "|---:|---|---:|---:|---:|---:|",
        *(_row(*run) for run in RUNS),
    ]


def _row(app: str, latency: int, processes: int, records: int) -> str:
    run, memory = _measured(app, latency, processes, records)
    name = "loop over boto3" if app == LOOP else f"`redrive --processes {processes}`"
    return (
        f"| {latency} ms | {name} | {records:,} | {records / run.seconds:,.0f} "
        f"| {1000 * run.cpu / records:.1f} ms | {max(memory.python, memory.node) / 1e6:.0f} MB |"
    )


def _measured(app: str, latency: int, processes: int, records: int) -> tuple[Run, Memory]:
    with stub_of_aws(records) as stub, distant(stub, latency) as url:
        environment = bare_environment() | _KEYS | {"AWS_ENDPOINT_URL": url}
        return Job(app, processes, environment=environment).watched()
