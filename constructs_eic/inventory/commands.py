"""The subcommands of `constructs-eic`: what they accept, and what they exit with."""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import click

from constructs_eic.arn import Arn, is_region
from constructs_eic.errors import EventInvokeConfigError
from constructs_eic.identity import EventInvokeConfigId, FunctionReference
from constructs_eic.inventory import progress
from constructs_eic.inventory.deployer_policy import (
    CREATABLE,
    OPERATIONS,
    deployer_policy,
)
from constructs_eic.inventory.formats import FORMATS
from constructs_eic.inventory.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

    from constructs_eic.inventory.aws import Region
    from constructs_eic.inventory.deployer_policy import Creatable, Operation
    from constructs_eic.inventory.listing import Listing, Selection

COMPLETE, INCOMPLETE, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

_POLITE_RATE = 10.0

_Regions = TypeVar("_Regions", "str | None", "tuple[str, ...]")
_Command = TypeVar("_Command", bound="Callable[..., int]")


def run(arguments: Sequence[str]) -> int:
    """Run the command and return the status to exit with."""
    if sys.stderr is None:  # closed: what would be said there is not wanted
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - until the process ends
    if sys.stdout is None:
        _say("nothing can be delivered: the standard output is closed")
        return INCOMPLETE
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets its code, not a traceback.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = cast(
            "int", commands.main(list(arguments), "constructs-eic", standalone_mode=False)
        )
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except OSError as error:
        if not isinstance(error, BrokenPipeError):  # a reader that leaves has read enough
            _say(f"the output is not complete: {error.strerror or error}")
        # What is left unwritten would fail again when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INCOMPLETE
    return status


class _CannotStart(click.ClickException):
    """Nothing can be read: said in one line, without the usage."""

    exit_code = INCOMPLETE

    def show(self, file: IO[str] | None = None) -> None:
        _say(self.message)


class _NotEnoughGiven(_CannotStart):
    exit_code = WRONG_USAGE


def _checked_region(_context: click.Context, _option: click.Parameter, value: _Regions) -> _Regions:
    for name in (value,) if isinstance(value, str) else value or ():
        if not is_region(name):
            raise click.BadParameter(f"{name!r} is no region; give one such as eu-west-1")
    return value


def _checked_rate(_context: click.Context, _option: click.Parameter, value: float) -> float:
    if not math.isfinite(value):
        raise click.BadParameter(f"{value} is no rate; give a number, or 0 for no limit")
    return value


def _reading_options(command: _Command) -> _Command:
    for option in (
        click.option(
            "--max-rate",
            type=click.FloatRange(min=0),
            default=_POLITE_RATE,
            show_default=True,
            callback=_checked_rate,
            help="Requests a second in each region; 0 sets no limit. Lambda allows about 15, "
            "for everybody together.",
        ),
        click.option(
            "--no-failure-destination",
            is_flag=True,
            help="Only those whose failed events go nowhere.",
        ),
        click.option(
            "--function",
            "functions",
            multiple=True,
            metavar="PATTERN",
            help="Only functions whose whole name matches: * any characters, ? one, [abc] one of "
            "these. Repeatable.",
        ),
        _PROFILE,
        click.option(
            "--region",
            "regions",
            multiple=True,
            callback=_checked_region,
            help="Where to read; the session's own region by default. Repeatable.",
        ),
    ):
        command = option(command)
    return command


_PROFILE = click.option("--profile", help="Profile of AWS's shared configuration.")
_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="table",
    show_default=True,
    help="jsonl writes each entry as it comes, the others in order at the end.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="constructs-eic", prog_name="constructs-eic")
def commands() -> None:
    """The asynchronous configurations of an AWS account: list, show, take into code.

    Exits with 0 when all was delivered, 1 when something could not be read (it is named on
    stderr, the rest is delivered), 2 on wrong usage.
    """


@commands.command("list")
@_reading_options
@click.option(
    "--missing",
    is_flag=True,
    help="Also the functions that have no configuration: region and name, the rest empty.",
)
@_FORMAT
def list_(
    *,
    regions: tuple[str, ...],
    profile: str | None,
    functions: tuple[str, ...],
    no_failure_destination: bool,
    max_rate: float,
    missing: bool,
    form: str,
) -> int:
    """List every configuration of every function, under each of its qualifiers."""
    from constructs_eic.inventory.listing import Selection

    streams_to_terminal = form == "jsonl" and sys.stdout.isatty()
    return _with_listing(
        _open(regions, profile, max_rate),
        Selection(functions, no_failure_destination, missing),
        lambda listing: FORMATS[form](listing, sys.stdout),
        # Rows that come on the terminal are progress enough, and a bar would tear them.
        bar=not streams_to_terminal,
    )


@commands.command
@click.argument("configuration", metavar="ID")
@click.option(
    "--region",
    callback=_checked_region,
    help="The function's region; the session's own by default.",
)
@_PROFILE
@_FORMAT
def show(*, configuration: str, region: str | None, profile: str | None, form: str) -> int:
    """Show one configuration.

    ID is 'function', 'function:qualifier', the function's ARN with or without qualifier, or
    'function|qualifier'.
    """
    from constructs_eic.inventory.entry import Entry
    from constructs_eic.inventory.failure import is_not_found, reason_of

    try:
        identity = EventInvokeConfigId.parse(configuration)
    except EventInvokeConfigError as error:
        problem = error.problems[0]
        raise click.BadParameter(
            f"{problem.value}: {problem.reason}; {problem.fix}", param_hint="ID"
        ) from error
    arn = FunctionReference.read(configuration).arn if "|" not in configuration else None
    asked = _region_to_ask(region, arn)
    [where] = _open(asked, profile, 0)
    try:
        answer = where.configuration(
            # The whole ARN: another account's function is not mistaken for a namesake here.
            str(arn) if arn else identity.function_name,
            identity.qualifier,
        )
        entry = Entry.of(where.name, identity.function_name, answer)
    except Exception as error:
        reason = f"there is none; {error}" if is_not_found(error) else reason_of(error)
        _say(f"{where.name}: {identity}: {reason}")
        return INCOMPLETE
    FORMATS[form]([entry], sys.stdout)
    return COMPLETE


@commands.command
@_reading_options
def export(
    *,
    regions: tuple[str, ...],
    profile: str | None,
    functions: tuple[str, ...],
    no_failure_destination: bool,
    max_rate: float,
) -> int:
    """Write a cdktf app in Python that takes every configuration over without a change.

    The app goes to stdout: constructs-eic export > adopted.py
    """
    from constructs_eic.inventory.export import app_source
    from constructs_eic.inventory.listing import Selection

    def write(listing: Listing) -> None:
        entries = list(listing)
        if listing.unread and not entries:
            return  # that there is nothing is not known, and an empty app would say so
        app = app_source(entries)
        sys.stdout.write(app.source)
        for note in app.notes:
            _say(note)
        listing.unread.extend(app.left_out)

    return _with_listing(
        _open(regions, profile, max_rate), Selection(functions, no_failure_destination), write
    )


@commands.command
@click.option(
    "--operation",
    "operations",
    multiple=True,
    type=click.Choice(list(OPERATIONS)),
    help="What the deployer does; everything by default. Repeatable.",
)
@click.option(
    "--function",
    "functions",
    multiple=True,
    help="Name, pattern (* and ?), 'name:qualifier' or ARN; all by default. Repeatable.",
)
@click.option(
    "--role",
    "roles",
    multiple=True,
    help="Name or ARN of a role that the construct's inline policy goes to. Repeatable.",
)
@click.option(
    "--creates",
    multiple=True,
    type=click.Choice(list(CREATABLE)),
    help="What the construct makes beside the configuration. Repeatable.",
)
@click.option(
    "--looks-up-function",
    is_flag=True,
    help="The function is given by name or ARN, so its role is read from a data source.",
)
@click.option(
    "--response-function",
    "response_functions",
    multiple=True,
    help="A function that is handed responses alone, by a rule the construct makes. Repeatable.",
)
@click.option(
    "--default-bus",
    is_flag=True,
    help="A destination is EventBridgeDestination(), the default bus.",
)
@click.option("--region", callback=_checked_region, help="Of the functions; any by default.")
@click.option("--account", help="Of the functions, 12 digits; any by default.")
@click.option("--partition", help="aws, aws-cn, aws-us-gov, …; the region's own by default.")
def permissions(
    *,
    operations: tuple[Operation, ...],
    functions: tuple[str, ...],
    roles: tuple[str, ...],
    creates: tuple[Creatable, ...],
    response_functions: tuple[str, ...],
    looks_up_function: bool,
    default_bus: bool,
    region: str | None,
    account: str | None,
    partition: str | None,
) -> int:
    """Write the IAM policy that a deployer needs, as JSON."""
    import json

    try:
        policy = deployer_policy(
            functions=functions,
            operations=operations or OPERATIONS,
            roles=roles,
            creates=creates,
            response_functions=response_functions,
            looks_up_function=looks_up_function,
            default_bus=default_bus,
            region=region or "*",
            account=account or "*",
            partition=partition,
        )
    except EventInvokeConfigError as error:
        raise click.UsageError(
            "\n".join(f"{p.argument} {p.value}: {p.reason}; {p.fix}" for p in error.problems)
        ) from error
    click.echo(json.dumps(policy, indent=2))
    return COMPLETE


def _with_listing(
    regions: Sequence[Region],
    selection: Selection,
    write: Callable[[Listing], None],
    *,
    bar: bool = True,
) -> int:
    from constructs_eic.inventory.listing import Listing

    listing = Listing(regions, selection, progress.shown(on_terminal=bar and sys.stderr.isatty()))
    write(listing)
    sys.stdout.flush()
    for unread in sorted(listing.unread):
        _say(str(unread))
    return INCOMPLETE if listing.unread else COMPLETE


def _open(names: Sequence[str], profile: str | None, rate: float) -> Sequence[Region]:
    from constructs_eic.inventory.aws import AwsError, open_regions

    try:
        return open_regions(names, profile=profile, requests_per_second=rate)
    except AwsError as error:
        raise (_NotEnoughGiven if error.is_usage else _CannotStart)(str(error)) from error


def _region_to_ask(region: str | None, arn: Arn | None) -> tuple[str, ...]:
    if arn is None:
        return (region,) if region else ()
    if region not in (None, arn.region):
        raise click.UsageError(
            f"the ARN is of {arn.region}, --region is {region}; give one of them"
        )
    return (arn.region,)


def _say(text: str) -> None:
    click.echo(f"constructs-eic: {printable(text)}", err=True)
