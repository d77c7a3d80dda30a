"""The subcommand `check`: functions whose failed events are lost, and configurations that cannot work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from constructs_eic.checks._reading.document import UnreadableError
from constructs_eic.checks._reading.documents import read_paths
from constructs_eic.checks.api import checked
from constructs_eic.checks.line_numbers import with_lines
from constructs_eic.checks.reports import REPORTS
from constructs_eic.checks.runner import RuleError, UnknownRuleError, all_rules
from constructs_eic.checks.settings import SettingsError, settings_for
from constructs_eic.checks.suppressions import UnusedSuppression
from constructs_eic.cli.output import COMPLETE, INCOMPLETE, NotEnoughGiven, say
from constructs_eic.cli.rule_options import IGNORE, RULES, SELECT, running_rules

if TYPE_CHECKING:
    from constructs_eic.checks.rule import Rule


@click.command(
    params=[
        click.Argument(["paths"], metavar="PATH...", nargs=-1),
        click.Option(
            ["--format", "form"],
            type=click.Choice(list(REPORTS)),
            default="text",
            show_default=True,
            help="sarif is for code scanning, github for annotations of a workflow, gitlab for a Code Quality "
            "report, junit for results of tests, markdown for a summary or a comment.",
        ),
        SELECT,
        IGNORE,
        RULES,
        click.Option(["--list", "lists"], is_flag=True, help="List the rules and check nothing."),
    ]
)
def check(
    *,
    paths: tuple[str, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    modules: tuple[str, ...],
    lists: bool,
) -> int:
    """Check Terraform's JSON for asynchronous invocations that lose events.

    PATH is a synthesized stack (cdk.tf.json), cdktf's output (cdktf.out) or the folder that it is in, a folder
    of *.tf.json files, the output of `terraform show -json PLAN`, or - for standard input. Several are checked as
    one app.

    Suppressions and further settings are read from [tool.constructs-eic.checks] of pyproject.toml.
    Exits with 0 without findings, 1 with findings, 2 on wrong usage.
    """
    try:
        settings = settings_for(Path.cwd())
        rules = all_rules((*settings.rules, *modules))
        running = running_rules(rules, settings, select, ignore)
        if lists:
            lines = [_line(UnusedSuppression, is_running=running.reports_unused)]
            lines += [_line(each, is_running=each in running.rules) for each in rules]
            click.echo("".join(lines), nl=False)
            return COMPLETE
        if not paths:
            raise click.UsageError("give a PATH, such as cdktf.out")
        read = read_paths(paths)
        findings = checked(read.documents, running, settings.suppressions)
    except (RuleError, SettingsError, UnknownRuleError, UnreadableError) as error:
        raise NotEnoughGiven(str(error)) from error
    for each in (*read.notes, *read.annotations):
        say(str(each))
    click.echo(REPORTS[form](with_lines(findings), running.rules), nl=False)
    return INCOMPLETE if findings else COMPLETE


def _line(rule: type[Rule], *, is_running: bool) -> str:
    return f"{rule.id}  {'on ' if is_running else 'off'}  {rule.title}\n"
