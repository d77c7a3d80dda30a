"""`export --missing`: from what an audit found to the code that repairs it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from constructs_eic.audit.missing import missing_configurations, problem_of
from constructs_eic.cli.audit import audited
from constructs_eic.cli.output import COMPLETE, INCOMPLETE, say
from constructs_eic.cli.reasons import with_options
from constructs_eic.inventory.export import app_source

if TYPE_CHECKING:
    from constructs_eic.inventory.framework import AppPackages


def export_missing(
    regions: tuple[str, ...],
    profile: str | None,
    functions: tuple[str, ...],
    max_rate: float,
    destinations: tuple[str, ...],
    framework: AppPackages,
) -> int:
    """Write the app, name what is left out, and return the exit status."""
    for each in destinations:
        problem = problem_of(each)
        if problem:
            raise click.BadParameter(f"{each}: {problem}", param_hint="--on-failure")
    profiles = (profile,) if profile else ()
    audit, unread = audited(regions, profiles, functions, 1, max_rate)
    entries, left_out = missing_configurations(audit, destinations)
    app = app_source(entries, framework, creates=True)
    sys.stdout.write(app.source)
    sys.stdout.flush()
    for line in (*app.notes, *map(with_options, unread.lines())):
        say(line)
    for lost in sorted((*left_out, *app.left_out)):
        say(str(lost))
    return INCOMPLETE if unread or left_out or app.left_out else COMPLETE
