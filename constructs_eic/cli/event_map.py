"""The subcommand `map`: a picture of what invokes which function, and where its events go."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import click

from constructs_eic.checks._map.arrows import arrows
from constructs_eic.checks._map.mermaid import LARGEST_EDGES, LARGEST_TEXT
from constructs_eic.checks._reading.document import UnreadableError
from constructs_eic.checks._reading.documents import read_paths
from constructs_eic.checks.api import mapped
from constructs_eic.checks.runner import RuleError, UnknownRuleError, all_rules
from constructs_eic.checks.settings import SettingsError, settings_for
from constructs_eic.cli.output import COMPLETE, NotEnoughGiven, say
from constructs_eic.cli.rule_options import IGNORE, RULES, SELECT, running_rules

if TYPE_CHECKING:
    from constructs_eic.checks._map.event_map import EventMap

_SHOWN_NAMES = 20


@click.command(
    "map",
    params=[
        click.Argument(["paths"], metavar="PATH...", nargs=-1),
        click.Option(
            ["--format", "form"],
            type=click.Choice(["mermaid", "markdown", "dot"]),
            default="mermaid",
            show_default=True,
            help="mermaid is what GitHub and GitLab draw, markdown the same in a code block, dot is for Graphviz.",
        ),
        click.Option(
            ["--function", "functions"],
            multiple=True,
            metavar="NAME",
            help="Only this function, with what invokes it and where its events go. * stands for any characters. "
            "Repeatable.",
        ),
        SELECT,
        IGNORE,
        RULES,
    ],
)
def map_(
    *,
    paths: tuple[str, ...],
    form: str,
    functions: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    modules: tuple[str, ...],
) -> int:
    """Draw what invokes which function asynchronously, and where its events go.

    PATH is what check takes. The map has the qualifier that is invoked, the retries and the age of each
    configuration, destinations and dead-letter queues, the metrics that alarms watch, and a mark where check finds
    something. A function that nothing invokes asynchronously, and that has no configuration, is not on it.
    """
    if not paths:
        raise click.UsageError("give a PATH, such as cdktf.out")
    try:
        settings = settings_for(Path.cwd())
        running = running_rules(all_rules((*settings.rules, *modules)), settings, select, ignore)
        read = read_paths(paths)
        drawn = mapped(read.documents, running, settings.suppressions)
    except (RuleError, SettingsError, UnknownRuleError, UnreadableError) as error:
        raise NotEnoughGiven(str(error)) from error
    for note in read.notes:
        say(note)
    drawn = _of(drawn, functions) if functions else drawn
    text = drawn.dot() if form == "dot" else drawn.mermaid()
    edges = len(list(arrows(drawn.edges)))
    if form != "dot" and (edges > LARGEST_EDGES or len(text) > LARGEST_TEXT):
        say(
            f"this map has {edges} edges and {len(text)} characters; Mermaid draws {LARGEST_EDGES} and "
            f"{LARGEST_TEXT} where nobody configured it; give --function, or --format dot"
        )
    click.echo(f"```mermaid\n{text}```\n" if form == "markdown" else text, nl=False)
    return COMPLETE


def _of(drawn: EventMap, wanted: tuple[str, ...]) -> EventMap:
    found = [
        each for each in drawn.functions if any(fnmatchcase(each.name, name) for name in wanted)
    ]
    absent = [name for name in wanted if not any(fnmatchcase(each.name, name) for each in found)]
    if absent:
        names = [each.name for each in drawn.functions]
        there_are = ", ".join(names[:_SHOWN_NAMES]) + (", …" if len(names) > _SHOWN_NAMES else "")
        raise NotEnoughGiven(
            f"no function on the map is named {' or '.join(absent)}; there are {there_are or 'none'}"
        )
    return drawn.around(found)
