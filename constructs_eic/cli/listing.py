"""What the subcommands that read all configurations of an account share: their options, and how they end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from constructs_eic.cli import options
from constructs_eic.cli.output import COMPLETE, INCOMPLETE, say
from constructs_eic.cli.reasons import cannot_start, with_options
from constructs_eic.inventory import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constructs_eic.cli.options import Command
    from constructs_eic.inventory.aws import Region
    from constructs_eic.inventory.list import EntrySelection, Listing

_POLITE_RATE = 10


def reading_options(command: Command) -> Command:
    """Where to read, what, and how fast."""
    for option in (
        options.max_rate(
            "Requests per second in each region; 0 sets no limit. Lambda allows about 15, "
            "for all callers together.",
            default=_POLITE_RATE,
        ),
        click.option(
            "--no-failure-destination",
            is_flag=True,
            help="Only configurations without a destination for failed events.",
        ),
        click.option(
            "--function",
            "functions",
            multiple=True,
            metavar="PATTERN",
            help="Only functions whose whole name matches: * any characters, ? one, [abc] one of "
            "these. Repeatable.",
        ),
        options.profile,
        options.regions("Where to read; the session's own region by default."),
    ):
        command = option(command)
    return command


def with_listing(
    regions: Sequence[Region],
    selection: EntrySelection,
    write: Callable[[Listing], None],
    *,
    bar: bool = True,
) -> int:
    """Write the configurations and what could not be read; return the exit status."""
    from constructs_eic.inventory.list import Listing

    listing = Listing(regions, selection, progress.shown(on_terminal=bar and sys.stderr.isatty()))
    write(listing)
    sys.stdout.flush()
    for unread in sorted(listing.unread):
        say(f"{unread.subject}: {with_options(unread.reason)}")
    return INCOMPLETE if listing.unread else COMPLETE


def opened(names: Sequence[str], profile: str | None, rate: float) -> Sequence[Region]:
    """The regions to read."""
    from constructs_eic.aws.session import AwsError
    from constructs_eic.inventory.aws import open_regions

    try:
        return open_regions(names, profile=profile, requests_per_second=rate)
    except AwsError as error:
        raise cannot_start(error) from error
