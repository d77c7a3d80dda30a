"""A large account, audited at several distances from it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.distant import distant
from benchmarks.measure import Job
from tests.unit.inventory.lambda_account import LambdaAccount, bare_environment, destinations
from tools.emulator import emulator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.measure import Run
    from benchmarks.parts import Options

TITLE = "Auditing 2,000 functions"

SMALL, LARGE = "eu-west-1", "us-east-1"
FUNCTIONS = {SMALL: 500, LARGE: 2000}
CONFIGURED = 4  # each fourth function is invoked and has a configuration
LATENCIES = (0, 20)  # milliseconds


def measure(_: Options) -> list[str]:
    """Measure the command, on the emulator behind a relay."""
    rows, asked = _measured()
    return [
        "`constructs-eic audit --max-rate 0`, on the emulator behind a proxy that delays each response.",
        "S3 invokes every fourth function, which has a failure destination; only these need CloudWatch's metrics.",
        "The emulator has no quota; at the default of 10 requests a second, the requests for",
        f"{FUNCTIONS[LARGE]:,} functions take {sum(asked.values()) / 600:.1f} minutes.",
        "",
        "| functions | latency | time | CPU | memory |",
        "|---:|---:|---:|---:|---:|",
        *rows,
        "",
        f"The requests for {FUNCTIONS[LARGE]:,} functions:",
        "",
        "| operation | requests |",
        "|---|---:|",
        *(f"| `{name}` | {count:,} |" for name, count in _most_first(asked)),
    ]


def _measured() -> tuple[list[str], Mapping[str, int]]:
    """The rows, and the requests that the large account takes."""
    rows: list[str] = []
    asked: Mapping[str, int] = {}
    with (
        tempfile.TemporaryDirectory(prefix="constructs-eic-bench-") as folder,
        emulator(Path(folder) / "log") as environment,
    ):
        for region in FUNCTIONS:
            _fill(LambdaAccount(environment, region), FUNCTIONS[region])
        for latency in LATENCIES:
            with distant(environment["AWS_ENDPOINT_URL"], latency) as url:
                for region, functions in FUNCTIONS.items():
                    here = {"AWS_ENDPOINT_URL": url, "AWS_REGION": region}
                    job = Job(
                        "audit_command",
                        f"--region={region}",
                        environment=bare_environment() | environment | here,
                    )
                    run, memory = job.watched()
                    asked = _asked(run)
                    rows.append(
                        f"| {functions:,} | {latency} ms | {run.seconds:.1f} s | {run.cpu:.1f} s "
                        f"| {memory.python / 1e6:.0f} MB |"
                    )
    return rows, asked


def _fill(account: LambdaAccount, functions: int) -> None:
    names = [f"function-{number:04}" for number in range(functions)]
    queue = account.arn("sqs", "failed-events")
    invoked = names[::CONFIGURED]
    account.configured(invoked, DestinationConfig=destinations(queue))
    account.configured(set(names) - set(invoked))
    for name in invoked:
        account.client.add_permission(
            FunctionName=name,
            StatementId="uploads",
            Action="lambda:InvokeFunction",
            Principal="s3.amazonaws.com",
            SourceArn="arn:aws:s3:::uploads",
        )


def _asked(run: Run) -> Mapping[str, int]:
    asked: dict[str, int] = json.loads(run.output.splitlines()[-1])
    return asked


def _most_first(asked: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(asked.items(), key=lambda each: (-each[1], each[0]))
