"""The table and the chart of a benchmark run, written by the run itself."""

from __future__ import annotations

import platform
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import psutil
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.measure import Run

FLOOR, PLAIN, FAST, PEER = "floor: cdktf without provider", "plain", "fast start", "AWS CDK"
HAND, CONSTRUCT = "by hand", "with the construct"
LOOP, COMMAND = "one after another", "constructs-eic list"
COLOURS = {FLOOR: "#9aa5b1", PLAIN: "#d64545", FAST: "#2f855a", PEER: "#d69e2e"}


def write_report(
    docs: Path,
    start_up: dict[str, Run],
    first: dict[str, Run],
    scale: dict[int, dict[str, Run]],
    listings: dict[int, dict[str, Run]],
    cdk_python: str,
) -> None:
    """Write `benchmarks.md` and `benchmarks.svg` into `docs`."""
    _chart(docs, start_up, scale)
    text = "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`: whole processes, start to exit, in one run on one machine; those that",
            "are compared take turns, medians are shown. The job of an app is always one: functions, each with a",
            "role, a failure queue, the permission and the configuration.",
            "",
            _machine(cdk_python),
            "",
            "![Start-up and scale](benchmarks.svg)",
            "",
            "## One function",
            "",
            *_start_up_table(start_up),
            "",
            *_start_up_ratios(start_up),
            "",
            "## The first run ever",
            "",
            "Without Python's bytecode and without jsii's package cache, as in a fresh CI job.",
            "",
            *_start_up_table(first),
            "",
            "## Many functions",
            "",
            "The cdktf apps have fast start. AWS CDK stops at 100: CloudFormation takes 500 resources a stack.",
            "",
            *_scale_table(scale),
            "",
            "## Listing 2,000 configurations",
            "",
            "`constructs-eic list --max-rate 0` beside a loop over boto3's paginators, on the emulator behind a",
            "relay that hands on each answer later. With no latency at all, both are busy with boto3 alone. The",
            "emulator has no quota; Lambda's own, about 15 requests a second, makes this 133 seconds for anybody.",
            "",
            *_listing_table(listings),
            "",
        ]
    )
    (docs / "benchmarks.md").write_text(text)


def _machine(cdk_python: str) -> str:
    node = subprocess.check_output(["node", "--version"], text=True).strip()
    peer = subprocess.check_output(
        [cdk_python, "-c", "from importlib.metadata import version; print(version('aws-cdk-lib'))"],
        text=True,
    ).strip()
    memory = psutil.virtual_memory().total / 2**30
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("cdktf", "cdktf-cdktf-provider-aws", "jsii")
    )
    return (
        f"Python {platform.python_version()}, Node {node}, {packages}, aws-cdk-lib {peer}; {platform.system()} "
        f"{platform.machine()}, {psutil.cpu_count()} cores, {memory:.0f} GiB; Python at "
        f"{'-O' if sys.flags.optimize else 'default'} optimization."
    )


def _start_up_table(runs: dict[str, Run]) -> list[str]:
    floor = runs[FLOOR].seconds
    return [
        "| | time | of the floor | memory, Python | memory, Node |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {name} | {run.seconds:.2f} s | {run.seconds / floor:.2f} × | {_megabytes(run.python_bytes)} "
            f"| {_megabytes(run.node_bytes)} |"
            for name, run in runs.items()
        ),
    ]


def _start_up_ratios(runs: dict[str, Run]) -> list[str]:
    fast = runs[FAST].seconds
    return [
        f"Fast start is {runs[PLAIN].seconds / fast:.1f} times faster than plain, and "
        f"{runs[PEER].seconds / fast:.1f} times faster than AWS CDK in Python.",
    ]


def _scale_table(scale: dict[int, dict[str, Run]]) -> list[str]:
    lines = [
        "| functions | by hand | with the construct | construct to hand | AWS CDK | AWS CDK to construct |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for count, runs in scale.items():
        hand, construct, peer = runs[HAND].seconds, runs[CONSTRUCT].seconds, runs.get(PEER)
        lines.append(
            f"| {count:,} | {hand:.2f} s | {construct:.2f} s | {construct / hand:.2f} × | "
            + (f"{peer.seconds:.2f} s | {peer.seconds / construct:.1f} × |" if peer else "– | – |")
        )
    if {1000, 4000} <= scale.keys():
        growth = scale[4000][CONSTRUCT].seconds / scale[1000][CONSTRUCT].seconds
        lines += ["", f"4,000 functions take {growth:.2f} times as long as 1,000."]
    return lines


def _listing_table(listings: dict[int, dict[str, Run]]) -> list[str]:
    return [
        "| latency | one after another | the command | of the loop | memory, the loop | memory, the command |",
        "|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {latency} ms | {runs[LOOP].seconds:.1f} s | {runs[COMMAND].seconds:.1f} s "
            f"| {runs[COMMAND].seconds / runs[LOOP].seconds:.2f} × "
            f"| {_megabytes(runs[LOOP].python_bytes)} | {_megabytes(runs[COMMAND].python_bytes)} |"
            for latency, runs in listings.items()
        ),
    ]


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"


def _chart(docs: Path, start_up: dict[str, Run], scale: dict[int, dict[str, Run]]) -> None:
    figure = Figure(figsize=(11, 3.6), layout="constrained")
    left, right = figure.subplots(1, 2)
    names = list(start_up)
    seconds = [start_up[name].seconds for name in names]
    bars = left.barh(names, seconds, color=[COLOURS[name] for name in names])
    left.bar_label(bars, [f"{value:.2f} s" for value in seconds], padding=4)
    left.invert_yaxis()
    left.set_title("One function with a failure queue", loc="left")
    left.set_xlabel("whole process, seconds")
    left.set_xlim(0, max(seconds) * 1.15)
    for name, colour, marker in (
        (HAND, "#9aa5b1", "o"),
        (CONSTRUCT, "#2f855a", "s"),
        (PEER, "#d69e2e", "^"),
    ):
        points = [(count, runs[name].seconds) for count, runs in scale.items() if name in runs]
        if points:
            right.plot(*zip(*points, strict=True), marker=marker, color=colour, label=name)
    right.set_xscale("log")
    right.set_yscale("log")
    right.set_title("Many functions", loc="left")
    right.set_xlabel("functions")
    right.set_ylabel("seconds")
    right.legend(frameon=False)
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(docs / "benchmarks.svg", metadata={"Date": None})
