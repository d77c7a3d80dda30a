"""The options of every subcommand that runs or shows rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from constructs_eic.checks.runner import selected

if TYPE_CHECKING:
    from constructs_eic.checks.rule import Rule
    from constructs_eic.checks.runner import SelectedRules
    from constructs_eic.checks.settings import Settings


def _ids(about: str, name: str) -> click.Option:
    return click.Option(
        [f"--{name}"],
        multiple=True,
        metavar="ID",
        help=f"{about} Rule ids or prefixes, separated by commas. Repeatable.",
    )


SELECT: Final = _ids("Run these rules instead of those that are on by default.", "select")
IGNORE: Final = _ids("Do not run these rules.", "ignore")
RULES: Final = click.Option(
    ["--rules", "modules"],
    multiple=True,
    metavar="MODULE",
    help="Your own rules: a file (checks/my_rule.py) or a module (acme.checks), also of the current folder. "
    "Repeatable.",
)


def running_rules(
    rules: list[type[Rule]], settings: Settings, select: tuple[str, ...], ignore: tuple[str, ...]
) -> SelectedRules:
    """The rules to run: the command line's selection replaces the project's; its ignored rules are added."""
    selects, ignores = _split(select) or settings.select, (*settings.ignore, *_split(ignore))
    return selected(rules, selects, ignores, settings.suppressions)


def _split(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each.strip() for text in given for each in text.split(",") if each.strip())
