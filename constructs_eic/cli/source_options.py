"""Options of the subcommands that read waiting records."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING

import click

from constructs_eic.cli import options
from constructs_eic.cli.numbers import whole_number
from constructs_eic.records.in_flight_messages import LONGEST_VISIBILITY_SECONDS, VISIBILITY_SECONDS
from constructs_eic.records.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_DURATION = re.compile(r"(\d{1,6})([smhd])", re.ASCII)


_FILTERS = ("functions", "conditions", "error_types", "older_than", "newer_than")


def source_options(run: Callable[..., int]) -> Callable[..., int]:
    """SOURCE, where it is, and which of its records are selected: the parameter `selection`."""

    @wraps(run)
    def command(**given: object) -> int:
        filters = {name: given.pop(name) for name in _FILTERS}
        return run(selection=Selection(**filters), **given)  # type: ignore[arg-type] # click checked them

    for option in (
        click.option(
            "--allow-move",
            is_flag=True,
            help="Also read a queue with a redrive policy: SQS counts each receive, and moves what was "
            "received too often to another queue.",
        ),
        click.option(
            "--visibility-timeout",
            type=whole_number("seconds", LONGEST_VISIBILITY_SECONDS),
            default=VISIBILITY_SECONDS,
            show_default=True,
            help="Seconds after which messages of a queue are visible to others again if this command is killed: "
            f"1 to {LONGEST_VISIBILITY_SECONDS:,}.",
        ),
        options.profile,
        options.region("Region of the queue or bucket; by default that of the session."),
        click.option(
            "--newer-than",
            callback=_duration,
            help="Only records written within this time: 15m, 6h, 7d.",
        ),
        click.option(
            "--older-than",
            callback=_duration,
            help="Only records written longer ago than this.",
        ),
        click.option(
            "--error-type",
            "error_types",
            multiple=True,
            help="Only records with this exception, such as ValueError. Repeatable.",
        ),
        click.option(
            "--condition",
            "conditions",
            multiple=True,
            help="Only records written for this reason, such as RetriesExhausted or EventAgeExceeded. "
            "Repeatable.",
        ),
        click.option(
            "--function",
            "functions",
            multiple=True,
            metavar="PATTERN",
            help="Only records of functions whose name, or 'name:qualifier', matches: * any characters, "
            "? one, [abc] one of these. Repeatable.",
        ),
        click.argument("source"),
    ):
        command = option(command)
    return command


def _duration(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> timedelta | None:
    if value is None:
        return None
    found = _DURATION.fullmatch(value)
    if found is None:
        raise click.BadParameter(
            f"{value!r} is not a duration; give one such as 90s, 15m, 6h or 7d"
        )
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
