"""The subcommand `redrive`: events sent back to their functions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from constructs_eic._values.errors import EventInvokeConfigError
from constructs_eic.cli import options
from constructs_eic.cli.interrupts import interruptible
from constructs_eic.cli.numbers import whole_number
from constructs_eic.cli.output import (
    COMPLETE,
    INCOMPLETE,
    INTERRUPTED,
    CannotStart,
    NotEnoughGiven,
    say,
)
from constructs_eic.cli.reasons import cannot_start, with_options
from constructs_eic.cli.redrive_with import redrive_with
from constructs_eic.cli.source_options import source_options
from constructs_eic.records.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_eic.records.redriving import Redrive
    from constructs_eic.records.results import RecordResult
    from constructs_eic.records.source import Source


@click.command
@source_options
@click.option(
    "--to",
    help="Another function, 'function:qualifier' or ARN, or ':qualifier' of the same function. A "
    "dead-letter message does not name the function: for such messages, this option is required.",
)
@click.option("--limit", type=whole_number("events"), help="Maximum number of events to send.")
@options.max_rate("Requests per second to Lambda; 0 sets no limit.", default=0)
@click.option(
    "--processes",
    type=whole_number("processes"),
    help="Number of processes that do the work. By default one for each core, at most 4, and at most "
    "one for each 5,000 records.",
)
@click.option("--delete", is_flag=True, help="Delete the objects of a bucket once they are sent.")
@click.option(
    "--with",
    "redriver",
    metavar="NAME",
    help="The function of a Redriver, which sends the events of this queue inside AWS: it is enabled, watched, and "
    "disabled at the end. Filters and the options above are refused.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would be sent.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def redrive(
    *,
    source: str,
    selection: Selection,
    region: str | None,
    profile: str | None,
    visibility_timeout: int,
    allow_move: bool,
    to: str | None,
    limit: int | None,
    max_rate: float,
    processes: int | None,
    delete: bool,
    redriver: str | None,
    dry_run: bool,
    yes: bool,
) -> int:
    """Send the events of the records in a queue or a bucket back to their functions.

    SOURCE is a queue's name, URL or ARN, or s3://bucket or s3://bucket/prefix. Writes a line
    'old request id -> new request id' for each event. Only records that are there at the start are
    sent. A record is removed once Lambda has accepted its event: if the command is killed in
    between, at most ten events for each connection (32 in a process) are sent a second time by the
    next redrive.
    """
    if redriver is not None:
        return redrive_with(
            source,
            redriver,
            region=region,
            profile=profile,
            visibility_timeout=visibility_timeout,
            allow_move=allow_move,
            dry_run=dry_run,
            yes=yes,
        )
    from constructs_eic.records import AwsError
    from constructs_eic.records.api import prepared
    from constructs_eic.records.redrive_arguments import RedriveArguments

    try:
        run = prepared(
            RedriveArguments(
                source,
                selection,
                to=to,
                limit=limit,
                max_rate=max_rate,
                dry_run=dry_run,
                delete=delete,
                region=region,
                profile=profile,
                visibility_timeout=visibility_timeout,
                allow_move=allow_move,
                processes=processes,
            ),
            note=lambda note: say(with_options(note)),
        )
        counts = run.source.counts()
        count = counts.visible if counts else None
        if not dry_run:
            is_all = limit is None and selection == Selection()
            _warn_and_ask(run.source, count, is_all=is_all, yes=yes)
        return _run(run, count)
    except EventInvokeConfigError as error:
        [problem, *_] = error.problems
        raise click.BadParameter(
            f"{problem.value}: {problem.reason}", param_hint=f"--{problem.argument}"
        ) from error
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except AwsError as error:
        raise cannot_start(error) from error


def _warn_and_ask(source: Source, count: int | None, *, is_all: bool, yes: bool) -> None:
    warning = source.redrive_policy_warning()
    if warning:
        say(f"{warning}; messages that this redrive leaves will have been received once more")
    if yes:
        return
    if not sys.stdin.isatty():
        raise NotEnoughGiven(
            "there is no terminal to ask on; give --yes to send, or --dry-run to see what would be sent"
        )
    events = "the events" if is_all else "the selected events"
    if count is not None:
        events += f" of about {count:,} {'record' if count == 1 else 'records'}"
    if not click.confirm(f"Send {events} in {source.name} back to their functions?", err=True):
        raise CannotStart("nothing was sent")


def _run(run: Redrive, count: int | None) -> int:
    from constructs_eic.records import progress

    try:
        with (
            interruptible(),
            progress.shown(count, is_dry=run.is_dry, on_terminal=sys.stderr.isatty()) as hear,
        ):
            run.run(_reporting(hear))
    except KeyboardInterrupt:
        _account(run)
        open_requests = run.result.open_requests
        if open_requests:
            say(
                f"interrupted while {open_requests:,} requests were open: Lambda may have accepted them, and the "
                "next redrive may send these events again; the rest is still in place"
            )
        else:
            say("interrupted: what was not sent is still in place")
        return INTERRUPTED
    except BrokenPipeError:
        _account(run)
        say(
            "stopped: what reads the output has ended, and each event that is sent needs its line; what was not "
            "sent is still in place"
        )
        raise
    except BaseException:
        _account(run)
        raise
    _account(run)
    return COMPLETE if run.result.is_complete else INCOMPLETE


def _reporting(hear: Callable[[RecordResult], None]) -> Callable[[RecordResult], None]:
    from constructs_eic.records.results import Refused, Sent

    def report(result: RecordResult) -> None:
        hear(result)
        if isinstance(result, Refused):
            say(with_options(result.text))
        elif isinstance(result, Sent):
            # Written before the record is removed, so that every event has its line even if the process is killed.
            try:
                sys.stdout.write(f"{result}\n")
                sys.stdout.flush()
            except OSError:
                say(str(result))
                raise

    return report


def _account(run: Redrive) -> None:
    result = run.result
    for note in filter(None, (*result.notes, result.incomplete_reason)):
        say(with_options(note))
    for reason, number in result.left_by_reason().items():
        say(f"{number:,} left: {with_options(reason)}")
    if result.unread:
        say(f"about {result.unread:,} left: not read, because the limit was reached")
    if result.refused:
        say(f"{result.refused:,} refused, each named above")
    if result.perhaps_twice:
        say(
            f"{result.perhaps_twice:,} may have been sent more than once: a try got no clear answer"
        )
    say(f"{result.sent:,} {'would be sent' if run.is_dry else 'sent'}")
