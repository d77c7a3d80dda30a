"""The option of every subcommand that runs or shows rules."""

from __future__ import annotations

from typing import Final

import click

RULES: Final = click.Option(
    ["--rules", "modules"],
    multiple=True,
    metavar="MODULE",
    help="Your own rules: a file (checks/my_rule.py) or a module (acme.checks), also of the current folder. "
    "Repeatable.",
)
