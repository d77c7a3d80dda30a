"""Measure in one run, pairs in turn, and write the table and the chart."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.distant import distant
from benchmarks.measure import Job, Run
from benchmarks.report import COMMAND, LOOP, write_report
from demo.emulator import emulator
from tests.inventory.lambda_account import LambdaAccount, bare_environment, destinations

ROUNDS = {1: 7, 10: 5, 100: 5, 1000: 3, 4000: 3}
LISTED = 2000
LATENCIES = (0, 5, 20)  # milliseconds
DOCS = Path(__file__).parents[1] / "docs"


def main() -> None:
    """Run all measurements; about 20 minutes on two cores."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--cdk-python", required=True, help="an interpreter that has aws-cdk-lib")
    parser.add_argument("--counts", type=int, nargs="*", default=[1, 10, 100, 1000, 4000])
    arguments = parser.parse_args()

    start_up = medians(
        {
            "floor: cdktf without provider": Job("floor"),
            "plain": Job("construct"),
            "fast start": Job("construct", fast=True),
            "AWS CDK": Job("aws_cdk_app", python=arguments.cdk_python),
        },
        rounds=ROUNDS[1],
    )
    first = medians(
        {
            "floor: cdktf without provider": Job("floor", first=True),
            "plain": Job("construct", first=True),
            "fast start": Job("construct", fast=True, first=True),
            "AWS CDK": Job("aws_cdk_app", first=True, python=arguments.cdk_python),
        },
        rounds=3,
    )
    scale = {}
    for count in arguments.counts:
        jobs = {
            "by hand": Job("by_hand", count, fast=True),
            "with the construct": Job("construct", count, fast=True),
        }
        if count <= 100:  # a CloudFormation stack has at most 500 resources
            jobs["AWS CDK"] = Job("aws_cdk_app", count, python=arguments.cdk_python)
        scale[count] = medians(jobs, rounds=ROUNDS.get(count, 3))
    write_report(DOCS, start_up, first, scale, listings(), arguments.cdk_python)


def listings() -> dict[int, dict[str, Run]]:
    """The configurations of a large account, listed at several distances from it."""
    with (
        tempfile.TemporaryDirectory(prefix="constructs-eic-bench-") as folder,
        emulator(Path(folder) / "log") as environment,
    ):
        account = LambdaAccount(environment, environment["AWS_REGION"])
        account.configured(
            (f"function-{number}" for number in range(LISTED)),
            DestinationConfig=destinations(account.arn("sqs", "failed-events")),
        )
        runs = {}
        for latency in LATENCIES:
            with distant(environment["AWS_ENDPOINT_URL"], latency) as url:
                there = bare_environment() | environment | {"AWS_ENDPOINT_URL": url}
                runs[latency] = medians(
                    {
                        LOOP: Job("one_after_another", LISTED, environment=there),
                        COMMAND: Job("list_command", LISTED, environment=there),
                    },
                    rounds=3,
                )
        return runs


def medians(jobs: dict[str, Job], rounds: int) -> dict[str, Run]:
    """The median of each job, all jobs taking turns, after one round that is thrown away."""
    if not any(job.first for job in jobs.values()):
        for job in jobs.values():
            job.run()
    runs: dict[str, list[Run]] = {name: [] for name in jobs}
    for number in range(rounds):
        for name, job in jobs.items():
            runs[name].append(job.run())
            print(f"{number + 1}/{rounds} {job.count:>5} {name:32} {runs[name][-1].seconds:7.2f} s")
            sys.stdout.flush()
    result = {}
    for name, job in jobs.items():
        watched = job.run(memory=True)
        seconds = statistics.median(run.seconds for run in runs[name])
        result[name] = Run(seconds, watched.python_bytes, watched.node_bytes)
    return result


if __name__ == "__main__":
    main()
