"""The subcommands that show configurations: `list` and `show`."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from constructs_eic._values.errors import EventInvokeConfigError
from constructs_eic._values.function_reference import EventInvokeConfigId, FunctionReference
from constructs_eic.cli import options
from constructs_eic.cli.listing import opened, reading_options, with_listing
from constructs_eic.cli.output import COMPLETE, INCOMPLETE, say
from constructs_eic.cli.reasons import with_options
from constructs_eic.inventory.formats import FORMATS

if TYPE_CHECKING:
    from constructs_eic._values.arn import Arn
    from constructs_eic.inventory.list import Listing

_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="table",
    show_default=True,
    help="jsonl writes each entry as it is read; the other formats are sorted and written at the end.",
)


@click.command("list")
@reading_options
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
    from constructs_eic.inventory.list import EntrySelection

    def write(listing: Listing) -> None:
        entries = listing if form == "jsonl" else list(listing)
        # An empty table would mean that there are no configurations, which is not known.
        if entries or not listing.unread or form != "table":
            FORMATS[form](entries, sys.stdout)

    streams_to_terminal = form == "jsonl" and sys.stdout.isatty()
    return with_listing(
        opened(regions, profile, max_rate),
        EntrySelection(functions, no_failure_destination, missing),
        write,
        # Rows that appear on the terminal are enough progress, and a bar would break them up.
        bar=not streams_to_terminal,
    )


class _Show(click.Command):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            taken = next(text for text in given if text.startswith(error.option_name))
            raise click.UsageError(
                f"{error.format_message()} For a function whose name begins with a hyphen, give "
                f"'--' and its ID last: {ctx.command_path} -- {taken}",
                ctx,
            ) from error


@click.command(cls=_Show)
@click.argument("configuration", metavar="ID")
@options.region("The function's region; the session's own by default.")
@options.profile
@_FORMAT
def show(*, configuration: str, region: str | None, profile: str | None, form: str) -> int:
    """Show one configuration.

    ID is 'function', 'function:qualifier', the function's ARN with or without qualifier, or
    'function|qualifier'.
    """
    from constructs_eic.aws.errors import is_not_found, message_of, reason_of
    from constructs_eic.inventory.entry import Entry

    identity = _identity(configuration)
    arn = FunctionReference.read(configuration).arn if "|" not in configuration else None
    asked = _region_to_ask(region, arn)
    [where] = opened(asked, profile, 0)
    try:
        answer = where.configuration(
            # The whole ARN, so that another account's function is not mistaken for one with the same name here.
            str(arn) if arn else identity.function_name,
            identity.qualifier,
        )
        entry = Entry.of(where.name, identity.function_name, answer)
    except Exception as error:
        reason = with_options(reason_of(error))
        if is_not_found(error):
            reason = f"there is no such configuration ({message_of(error)})"
            others = where.configured_qualifiers(str(arn) if arn else identity.function_name)
            if others:
                named = ", ".join(f"{identity.function_name}:{each}" for each in others)
                reason += f"; there is one for {named}"
        say(f"{where.name}: {identity}: {reason}")
        return INCOMPLETE
    FORMATS[form]([entry], sys.stdout)
    return COMPLETE


def _identity(text: str) -> EventInvokeConfigId:
    try:
        return EventInvokeConfigId.parse(text)
    except EventInvokeConfigError as error:
        problem = error.problems[0]
        raise click.BadParameter(
            f"{text}: {problem.reason}; {problem.fix}{_as_cloud_control(text)}", param_hint="ID"
        ) from error


def _as_cloud_control(text: str) -> str:
    """The form that makes `text` a name and a qualifier, although it looks like a part of an ARN."""
    with suppress(EventInvokeConfigError):
        name, qualifier = text.split(":") if text.count(":") == 1 else ("", "")
        identity = EventInvokeConfigId(name, qualifier)
        return (
            f"; for {qualifier!r} of a function named {name!r} give "
            f"'{identity.cloud_control_identifier}'"
        )
    return ""


def _region_to_ask(region: str | None, arn: Arn | None) -> tuple[str, ...]:
    if arn is None:
        return (region,) if region else ()
    if region not in (None, arn.region):
        raise click.UsageError(
            f"the ARN is of {arn.region}, --region is {region}; give one of them"
        )
    return (arn.region,)
