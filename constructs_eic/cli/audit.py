"""The subcommand `audit`: which functions of an account lose events, and how many."""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from constructs_eic.audit.formats import FORMATS
from constructs_eic.audit.rules import AUDIT_RULES
from constructs_eic.checks.runner import RuleError, UnknownRuleError, all_rules
from constructs_eic.checks.settings import SettingsError, settings_for
from constructs_eic.cli import options
from constructs_eic.cli.numbers import whole_number
from constructs_eic.cli.output import COMPLETE, INCOMPLETE, NotEnoughGiven, say
from constructs_eic.cli.reasons import cannot_start, with_options
from constructs_eic.cli.rule_options import IGNORE, RULES, SELECT, running_rules
from constructs_eic.inventory import progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.audit.audit import Audit
    from constructs_eic.audit.unread import UnreadFacts
    from constructs_eic.inventory.aws import Region

_POLITE_RATE: Final = 10
# CloudWatch keeps values of an hour for 455 days.
_MOST_DAYS: Final = 455


def _with(command: options.Command, *added: click.Option) -> None:
    command.params.extend(added)  # type: ignore[attr-defined]


@click.command
@options.regions("Where to read; the session's own region by default.")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    help="Profile of AWS's shared configuration; for several accounts, several. Repeatable.",
)
@click.option(
    "--function",
    "functions",
    multiple=True,
    metavar="PATTERN",
    help="Only functions whose whole name matches: * any characters, ? one, [abc] one of these. Repeatable.",
)
@click.option(
    "--days",
    type=whole_number("days", _MOST_DAYS),
    default=14,
    show_default=True,
    help=f"How many days of CloudWatch's figures to add up: 1 to {_MOST_DAYS}.",
)
@options.max_rate(
    "Requests per second in each region, to all services together; 0 sets no limit. Lambda allows about 15, for "
    "all callers together.",
    default=_POLITE_RATE,
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="table",
    show_default=True,
    help="sarif is for code scanning, map a Mermaid flowchart, dot the same for Graphviz.",
)
def audit(
    *,
    regions: tuple[str, ...],
    profiles: tuple[str, ...],
    functions: tuple[str, ...],
    days: int,
    max_rate: float,
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    modules: tuple[str, ...],
) -> int:
    """Find which functions of an account lose events, and how many.

    Reads the functions of the regions, what invokes them asynchronously, where their failed events are kept and
    whether that works, and CloudWatch's own figures. Nothing is changed. With
    constructs-eic permissions --for audit, the command writes the policy that is needed.

    Suppressions and further settings are read from [tool.constructs-eic.checks] of pyproject.toml; an address is
    an ARN here. Exits with 0 without findings, 1 with findings or if something could not be read (it is named on
    stderr, the rest is done), 2 on wrong usage.
    """
    done, unread = audited(regions, profiles, functions, days, max_rate, (select, ignore, modules))
    click.echo(FORMATS[form](done), nl=False)
    sys.stdout.flush()
    for line in unread.lines():
        say(with_options(line))
    return INCOMPLETE if unread or done.findings else COMPLETE


_with(audit, SELECT, IGNORE, RULES)


def audited(
    regions: tuple[str, ...],
    profiles: tuple[str, ...],
    functions: tuple[str, ...],
    days: int,
    max_rate: float,
    rules: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] = ((), (), ()),
) -> tuple[Audit, UnreadFacts]:
    """The audit, and what could not be read."""
    from constructs_eic.audit.audit import Auditor

    select, ignore, modules = rules
    try:
        settings = settings_for(Path.cwd())
        known = all_rules((*AUDIT_RULES, *settings.rules, *modules))
        running = running_rules(known, settings, select, ignore)
        auditor = Auditor(
            _open(regions, profiles, max_rate),
            running.rules,
            settings.suppressions,
            days,
            lambda name: not functions or any(fnmatchcase(name, each) for each in functions),
            progress.shown(on_terminal=sys.stderr.isatty(), title="Reading the account"),
        )
        return auditor.audit(), auditor.unread
    except (RuleError, SettingsError, UnknownRuleError) as error:
        raise NotEnoughGiven(str(error)) from error


def _open(names: Sequence[str], profiles: Sequence[str], rate: float) -> list[Region]:
    from constructs_eic.aws.session import AwsError
    from constructs_eic.inventory.aws import open_regions

    try:
        return [
            region
            for profile in dict.fromkeys(profiles or (None,))
            for region in open_regions(names, profile=profile, requests_per_second=rate)
        ]
    except AwsError as error:
        raise cannot_start(error) from error
