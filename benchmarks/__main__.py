"""Measure, and write the page: `python -m benchmarks --cdk-python PYTHON --cdktn-python PYTHON [PART ...]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import parts
from benchmarks.page import machine, write_page

DOCS = Path(__file__).parents[1] / "docs"


def main() -> None:
    """Run the parts; all of them take about 15 minutes on two cores."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--cdk-python", required=True, help="an interpreter that has aws-cdk-lib")
    parser.add_argument(
        "--cdktn-python", required=True, help="an interpreter that has cdktn and its AWS bindings"
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(parts.NAMES))
    arguments = parser.parse_args()
    names = arguments.parts or parts.NAMES
    if unknown := set(names) - set(parts.NAMES):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {', '.join(parts.NAMES)}")

    # Each job runs in a folder of its own.
    cdk_python = str(Path(arguments.cdk_python).absolute())
    cdktn_python = str(Path(arguments.cdktn_python).absolute())
    options = parts.Options(cdk_python, cdktn_python, DOCS)
    titles = [parts.part(name).TITLE for name in parts.NAMES]
    measured_on = machine(cdk_python, cdktn_python)
    for name in names:
        part = parts.part(name)
        lines = part.measure(options)
        print(f"\n## {part.TITLE}\n", *lines, sep="\n", file=sys.stdout, flush=True)
        write_page(DOCS / "benchmarks.md", measured_on, titles, {part.TITLE: lines})


if __name__ == "__main__":
    main()
