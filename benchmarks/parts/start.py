"""The start of an app with one function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.chart import draw_bars
from benchmarks.measure import Job
from benchmarks.pairs import cpu, in_turn, median, ratio

if TYPE_CHECKING:
    from benchmarks.measure import Memory, Run
    from benchmarks.parts import Options

TITLE = "Start"

FLOOR, FAST, PLAIN, PEER = "cdktf without a provider", "fast start", "plain", "AWS CDK"
FAST_CDKTN, PLAIN_CDKTN = "cdktn, fast start", "cdktn, plain"


def measure(options: Options) -> list[str]:
    """Measure the six apps; those without fast start take so long that they run in only a few rounds."""
    jobs = {
        FLOOR: Job("floor"),
        FAST: Job("construct", fast=True),
        FAST_CDKTN: Job("construct", fast=True, python=options.cdktn_python, core="cdktn"),
        PEER: Job("aws_cdk_app", python=options.cdk_python),
    }
    runs = in_turn(jobs, rounds=11)
    jobs[PLAIN_CDKTN] = Job("construct", python=options.cdktn_python, core="cdktn")
    jobs[PLAIN] = Job("construct")
    slow = (FAST, PLAIN, FAST_CDKTN, PLAIN_CDKTN)
    plain = in_turn({name: jobs[name] for name in slow}, rounds=3)
    many = in_turn(
        {
            FAST: Job("construct", 100, fast=True),
            PEER: Job("aws_cdk_app", 100, python=options.cdk_python),
        },
        rounds=3,
    )
    shown = {**runs, PLAIN: plain[PLAIN], PLAIN_CDKTN: plain[PLAIN_CDKTN]}
    draw_bars(
        options.docs / "benchmarks.svg",
        "One function with a failure queue",
        {name: median(shown[name]) for name in jobs},
    )
    memory = {name: job.memory() for name, job in jobs.items()}
    return [
        "One function with a role, a failure queue, the permission and the configuration.",
        "",
        "![Start](benchmarks.svg)",
        "",
        "| | time | CPU | memory: Python | Node | together |",
        "|---|---:|---:|---:|---:|---:|",
        *(_row(name, shown[name], memory[name]) for name in jobs),
        "",
        "| compared | ratio |",
        "|---|---|",
        f"| fast start to cdktf without a provider | {ratio(runs, FAST, FLOOR)} |",
        f"| the same, CPU | {ratio(runs, FAST, FLOOR, cpu)} |",
        f"| plain to fast start | {ratio(plain, PLAIN, FAST)} |",
        f"| plain to fast start, with cdktn | {ratio(plain, PLAIN_CDKTN, FAST_CDKTN)} |",
        f"| fast start with cdktn to fast start with cdktf | {ratio(runs, FAST_CDKTN, FAST)} |",
        f"| AWS CDK to fast start | {ratio(runs, PEER, FAST)} |",
        f"| AWS CDK to fast start, 100 functions | {ratio(many, PEER, FAST)} |",
    ]


def _row(name: str, runs: list[Run], memory: Memory) -> str:
    sizes = (memory.python, memory.node, memory.together)
    return (
        f"| {name} | {median(runs):.2f} s | {median(runs, cpu):.2f} s | "
        + " | ".join(f"{size / 1e6:.0f} MB" for size in sizes)
        + " |"
    )
