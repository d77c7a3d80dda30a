"""The benchmarks page: a head, and a section for each part, which is replaced when the part is measured."""

from __future__ import annotations

import platform
import re
import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

HEAD = """# Benchmarks

`make bench` writes this page. It measures whole processes, from start to exit. The runs that are compared
alternate, so that other work on the machine slows both. A **ratio** is the median of such pairs, followed by the
lowest and the highest.

{machine}
"""


def write_page(
    path: Path, machine: str, titles: Sequence[str], measured: Mapping[str, list[str]]
) -> None:
    """Write the page; sections that are not measured now stay unchanged.

    Args:
        path: The page.
        machine: What was measured, and where.
        titles: The sections' titles, in order.
        measured: The lines of a section, by its title.
    """
    before = dict(_sections(path.read_text("utf-8"))) if path.exists() else {}
    sections = {**before, **{title: "\n".join(lines) for title, lines in measured.items()}}
    text = [
        HEAD.format(machine=machine),
        *(f"## {title}\n\n{sections[title]}\n" for title in titles if title in sections),
    ]
    path.write_text("\n".join(text), "utf-8")


def machine(cdk_python: str, cdktn_python: str) -> str:
    """Describe what was measured, and on which machine."""
    node = subprocess.check_output(["node", "--version"], text=True).strip()
    others = ", ".join(
        f"{name} {_version_in(python, name)}"
        for python, name in (
            (cdktn_python, "cdktn"),
            (cdktn_python, "cdktn-provider-aws"),
            (cdk_python, "aws-cdk-lib"),
        )
    )
    memory = psutil.virtual_memory().total / 2**30
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("cdktf", "cdktf-cdktf-provider-aws", "jsii")
    )
    return (
        f"Python {platform.python_version()}, Node {node}, {packages}, {others}; "
        f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} cores, {memory:.0f} GiB."
    )


def _version_in(python: str, name: str) -> str:
    """The version of a package in another environment."""
    code = f"from importlib.metadata import version; print(version({name!r}))"
    return subprocess.check_output([python, "-c", code], text=True).strip()


def _sections(text: str) -> list[tuple[str, str]]:
    parts = re.split(r"^## (.*)\n", text, flags=re.MULTILINE)[1:]
    return [(title, body.strip()) for title, body in zip(parts[::2], parts[1::2], strict=True)]
