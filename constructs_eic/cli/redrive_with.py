"""`redrive --with NAME`: the events of a queue sent back by the forwarder of a `Redriver`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click
from click.core import ParameterSource

from constructs_eic._values.errors import EventInvokeConfigError
from constructs_eic.cli.interrupts import interruptible
from constructs_eic.cli.output import (
    COMPLETE,
    INCOMPLETE,
    INTERRUPTED,
    CannotStart,
    NotEnoughGiven,
    say,
)
from constructs_eic.cli.reasons import cannot_start, with_options
from constructs_eic.records.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constructs_eic.records.redriver.run import RedriverRun
    from constructs_eic.records.redriving import Redrive
    from constructs_eic.records.results import RecordResult, RedriveResult

_ONCE: Final = (
    "the forwarder takes each message once, and what is not selected would come back to it for ever; select with a "
    "redrive from here"
)
_NOT_HERE: Final = "without --dry-run, no message is read from here"
REASONS: Final[Mapping[str, str]] = {
    "functions": _ONCE,
    "conditions": _ONCE,
    "error_types": _ONCE,
    "older_than": _ONCE,
    "newer_than": _ONCE,
    "limit": _ONCE,
    "to": "the forwarder's role may invoke the functions that Redriver(functions=...) names, as their records say",
    "max_rate": "AWS runs the forwarder; Redriver(maximum_concurrency=...) limits it",
    "processes": "AWS runs the forwarder; Redriver(maximum_concurrency=...) limits it",
    "delete": "a Redriver reads a queue, and what is sent is always deleted from it",
    "visibility_timeout": f"{_NOT_HERE}: the queue's own visibility timeout applies",
    "allow_move": f"{_NOT_HERE}: the forwarder receives each message, and a redrive policy counts that",
}
"""Why an option of `redrive` cannot be used with --with, by its parameter."""
OF_A_DRY_RUN: Final = ("visibility_timeout", "allow_move")
"""Those that can be used with --dry-run, which reads the messages."""


def redrive_with(
    source: str,
    name: str,
    *,
    region: str | None,
    profile: str | None,
    visibility_timeout: int,
    allow_move: bool,
    dry_run: bool,
    yes: bool,
) -> int:
    """Run the forwarder; return the exit status."""
    _refuse_what_does_not_travel(dry_run=dry_run)
    from constructs_eic.aws.clock import Clock
    from constructs_eic.aws.session import AwsError, open_session
    from constructs_eic.records import api
    from constructs_eic.records.redrive_arguments import RedriveArguments
    from constructs_eic.records.redriver.api import prepared

    def note(text: str) -> None:
        say(with_options(text))

    try:
        run = prepared(
            source,
            name,
            lambda: open_session(profile),
            Clock(),
            note=note,
            region=region,
        )
        if not dry_run:
            return forward(run, yes=yes)
        arguments = RedriveArguments(
            source,
            Selection(),
            dry_run=True,
            region=region,
            profile=profile,
            visibility_timeout=visibility_timeout,
            allow_move=allow_move,
        )
        return look(run, api.prepared(arguments, note=note))
    except EventInvokeConfigError as error:
        [problem] = error.problems
        raise click.BadParameter(
            f"{problem.value}: {problem.reason}; {problem.fix}", param_hint="--with"
        ) from error
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="SOURCE") from error
    except AwsError as error:
        raise cannot_start(error) from error


def _refuse_what_does_not_travel(*, dry_run: bool) -> None:
    context = click.get_current_context()
    travels = OF_A_DRY_RUN if dry_run else ()
    refused = [
        f"{parameter.opts[0]} cannot be used with --with: {REASONS[parameter.name]}"
        for parameter in context.command.params
        if parameter.name in REASONS
        and parameter.name not in travels
        and context.get_parameter_source(parameter.name) is not ParameterSource.DEFAULT
    ]
    if refused:
        raise click.UsageError("\n".join(refused))


def look(run: RedriverRun, listing: Redrive) -> int:
    """Say what would be run, and list where each event would be sent; return the exit status.

    Args:
        run: The run, which is only looked at.
        listing: A dry run of what is in the queue.
    """
    from constructs_eic.records import progress

    total = run.look().total
    limit = run.mapping.maximum_concurrency
    at_a_time = f"at most {limit:,}" if limit else "as many as Lambda starts"
    _warn(run)
    say(
        f"{run.function.name} would be run, {at_a_time} at a time, by the event source mapping {run.mapping.uuid}; "
        f"it may invoke the functions that its role allows, and what it refuses goes to {run.parking.name}"
    )
    is_interrupted = False
    try:
        with (
            interruptible(),
            progress.shown(total, is_dry=True, on_terminal=sys.stderr.isatty()) as hear,
        ):
            listing.run(_listing(hear))
    except KeyboardInterrupt:
        is_interrupted = True
    is_complete = _account_of_listing(listing.result)
    if is_interrupted:
        return INTERRUPTED
    return COMPLETE if is_complete else INCOMPLETE


def _listing(hear: Callable[[RecordResult], None]) -> Callable[[RecordResult], None]:
    from constructs_eic.records.results import Refused, Sent

    def report(result: RecordResult) -> None:
        hear(result)
        if isinstance(result, Refused):
            say(f"{result.id}: would be parked: {with_options(result.reason)}")
        elif isinstance(result, Sent):
            click.echo(str(result))

    return report


def _account_of_listing(result: RedriveResult) -> bool:
    """Say what was listed; return whether all of it would be sent."""
    for note in filter(None, (*result.notes, result.incomplete_reason)):
        say(with_options(note))
    for reason, number in result.left_by_reason().items():
        say(f"{number:,} would be parked: {with_options(reason)}")
    if result.refused:
        say(f"{result.refused:,} would be parked, each named above")
    say(f"{result.sent:,} would be sent")
    return result.is_complete and not result.skipped


def _warn(run: RedriverRun) -> None:
    for warning in (run.queue.redrive_policy_warning(), run.queue.in_flight_note()):
        if warning:
            say(warning)


def forward(run: RedriverRun, *, yes: bool) -> int:
    """Ask, run the forwarder, and say what it did; return the exit status."""
    from constructs_eic.records.redriver import progress

    total = run.look().total
    if not total:
        say(f"no records wait in {run.queue.name}, as far as SQS has counted")
        return COMPLETE
    _warn(run)
    _ask(run, total, yes=yes)
    try:
        with interruptible(), progress.shown(say, on_terminal=sys.stderr.isatty()) as report:
            run.run(report)
    except KeyboardInterrupt:
        _account(run)
        if not run.mapping.may_be_enabled:
            say("interrupted: what was not sent is still in place")
        return INTERRUPTED
    except BaseException:
        _account(run)
        raise
    _account(run)
    return COMPLETE if run.result.is_complete else INCOMPLETE


def _ask(run: RedriverRun, total: int, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise NotEnoughGiven(
            "there is no terminal to ask on; give --yes to send, or --dry-run to see what would be sent"
        )
    records = f"about {total:,} {'record' if total == 1 else 'records'}"
    question = f"Let {run.function.name} send the events of {records} in {run.queue.name} back to their functions?"
    if not click.confirm(question, err=True):
        raise CannotStart("nothing was sent")


def _account(run: RedriverRun) -> None:
    result = run.result
    if result.incomplete_reason:
        say(result.incomplete_reason)
    if result.waiting:
        say(f"about {result.waiting:,} left in {run.queue.name}")
    if result.parked:
        say(
            f"about {result.parked:,} parked in {run.parking.name}: refused, each with its reason, or failed and "
            "came back after the start"
        )
    say(f"about {result.sent:,} sent")
