"""The subcommand `explain`: what a rule finds, why it matters, and what to write."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from constructs_eic.audit.rules import AUDIT_RULES
from constructs_eic.checks.help_link import help_link
from constructs_eic.checks.runner import UnknownRuleError, all_rules
from constructs_eic.checks.settings import SettingsError, settings_for
from constructs_eic.checks.suppressions import UNUSED, UnusedSuppression
from constructs_eic.cli.output import COMPLETE, NotEnoughGiven
from constructs_eic.cli.rule_options import RULES

if TYPE_CHECKING:
    from constructs_eic.checks.rule import Rule


@click.command(
    params=[click.Argument(["ids"], metavar="ID...", nargs=-1, required=True), RULES],
)
def explain(*, ids: tuple[str, ...], modules: tuple[str, ...]) -> int:
    """Explain a rule: what it finds, why it matters, what to write, and how to accept a finding.

    ID is a rule's id, such as EIC003. Several are explained one after the other.
    """
    try:
        rules: list[type[Rule]] = [
            UnusedSuppression,
            *all_rules((*AUDIT_RULES, *settings_for(Path.cwd()).rules, *modules)),
        ]
    except (SettingsError, UnknownRuleError) as error:
        raise NotEnoughGiven(str(error)) from error
    by_id = {each.id: each for each in rules}
    wanted = [each.upper() if each.upper() in by_id else each for each in ids]
    if unknown := [each for each in wanted if each not in by_id]:
        raise NotEnoughGiven(
            f"there is no rule {' or '.join(unknown)}; there are {', '.join(by_id)}"
        )
    click.echo("\n".join(_explanation(by_id[each]) for each in dict.fromkeys(wanted)), nl=False)
    return COMPLETE


def _explanation(rule: type[Rule]) -> str:
    is_on = "on by default" if rule.is_on else f"off unless selected: --select {rule.id}"
    accept = (
        f'ignore = ["{UNUSED}"]'
        if rule is UnusedSuppression
        else f'suppress = [{{ rule = "{rule.id}", address = "*heartbeat*", reason = "…" }}]'
    )
    return "\n".join(
        [
            f"{rule.id}: {rule.title}",
            f"({rule.name()}, {is_on})",
            "",
            fill(rule.why, 100),
            "",
            fill(f"fix: {rule.fix}", 100, break_long_words=False),
            "",
            "To accept a finding, write into pyproject.toml:",
            "  [tool.constructs-eic.checks]",
            f"  {accept}",
            "",
            f"See {help_link(rule)}",
            "",
        ]
    )
