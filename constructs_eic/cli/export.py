"""The subcommand `export`: the configurations of an account as code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from constructs_eic.cli.listing import opened, reading_options, with_listing
from constructs_eic.cli.output import say
from constructs_eic.inventory.framework import FRAMEWORKS, installed_framework

if TYPE_CHECKING:
    from constructs_eic.inventory.framework import FrameworkName
    from constructs_eic.inventory.list import Listing


@click.command
@reading_options
@click.option(
    "--missing",
    is_flag=True,
    help="Write an app that creates configurations for the functions that audit finds without any failure path; "
    "needs --on-failure.",
)
@click.option(
    "--on-failure",
    "destinations",
    multiple=True,
    metavar="ARN",
    help="With --missing: where failed events go; for functions in several regions, one for each. Repeatable.",
)
@click.option(
    "--framework",
    "framework",
    type=click.Choice(list(FRAMEWORKS)),
    help="Framework of the app. By default the installed one; cdktf if neither or both are installed.",
)
def export(
    *,
    regions: tuple[str, ...],
    profile: str | None,
    functions: tuple[str, ...],
    no_failure_destination: bool,
    max_rate: float,
    missing: bool,
    destinations: tuple[str, ...],
    framework: FrameworkName | None,
) -> int:
    """Write a CDKTF or CDKTN app in Python that takes over every configuration unchanged.

    The app goes to stdout: constructs-eic export > adopted.py

    With --missing and --on-failure, the app creates what does not exist yet instead: a failure destination for each
    function that audit finds without any.

    Then run it: python -m constructs_eic.faststart adopted.py takes a second or two, python
    adopted.py alone several seconds with cdktn and half a minute with cdktf.
    """
    from constructs_eic.inventory.export import app_source
    from constructs_eic.inventory.list import EntrySelection

    written_for = FRAMEWORKS[framework] if framework else installed_framework()
    if missing or destinations:
        from constructs_eic.cli.missing import export_missing

        if not (missing and destinations) or no_failure_destination:
            raise click.UsageError(
                "--missing and --on-failure are given together, without --no-failure-destination"
            )
        return export_missing(regions, profile, functions, max_rate, destinations, written_for)

    def write(listing: Listing) -> None:
        entries = list(listing)
        if listing.unread and not entries:
            return  # it is not known that there are none, and an empty app would mean that
        app = app_source(entries, written_for)
        sys.stdout.write(app.source)
        for note in app.notes:
            say(note)
        listing.unread.extend(app.left_out)

    return with_listing(
        opened(regions, profile, max_rate), EntrySelection(functions, no_failure_destination), write
    )
