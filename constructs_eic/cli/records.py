"""The subcommand `records`: what waits in a queue or a bucket."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from constructs_eic.cli.interrupts import interruptible
from constructs_eic.cli.output import COMPLETE, INCOMPLETE, say
from constructs_eic.cli.reasons import cannot_start, with_options
from constructs_eic.cli.source_options import source_options
from constructs_eic.records.formats import FORMATS, write_summary
from constructs_eic.records.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constructs_eic.records import AwsError
    from constructs_eic.records.reading import Summary, WaitingRecord


@click.command
@source_options
@click.option(
    "--summary",
    is_flag=True,
    help="Show only the number of records by function, condition and error.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="table",
    show_default=True,
    help="json and jsonl include the payloads; jsonl writes each record as it is read.",
)
def records(
    *,
    source: str,
    selection: Selection,
    region: str | None,
    profile: str | None,
    visibility_timeout: int,
    allow_move: bool,
    summary: bool,
    form: str,
) -> int:
    """Show the records in a queue or a bucket, and remove nothing.

    SOURCE is a queue's name, URL or ARN, or s3://bucket or s3://bucket/prefix. Each message of a
    queue is received once, which raises its receive count, and is invisible to others meanwhile.
    """
    from constructs_eic.records import AwsError, read

    try:
        with interruptible():
            found = _Noted(
                read(
                    source,
                    selection=selection,
                    region=region,
                    profile=profile,
                    visibility_timeout=visibility_timeout,
                    allow_move=allow_move,
                    note=lambda note: say(with_options(note)),
                )
            )
            if summary:
                write_summary(_summary_of(found), form, sys.stdout)
            else:
                FORMATS[form](found, sys.stdout)
            sys.stdout.flush()
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="SOURCE") from error
    except AwsError as error:
        raise cannot_start(error) from error
    if not found.count and found.failure is None:
        say("no records" if selection == Selection() else "no records are selected")
    if found.failure is not None:
        say(with_options(found.failure.reason))
    return INCOMPLETE if found.unreadable or found.failure else COMPLETE


class _Noted:
    """Records as they arrive; says which are unreadable, and stores why there are no more."""

    def __init__(self, records: Iterator[WaitingRecord]) -> None:
        self._records = records
        self.count = 0
        self.unreadable = 0
        self.failure: AwsError | None = None

    def __iter__(self) -> Iterator[WaitingRecord]:
        from constructs_eic.records import AwsError

        try:
            for waiting in self._records:
                self.count += 1
                if waiting.record is None:
                    self.unreadable += 1
                    say(f"{waiting.id}: unreadable: {waiting.problem}")
                yield waiting
        except AwsError as error:
            if not self.count:
                raise
            self.failure = error


def _summary_of(records: Iterable[WaitingRecord]) -> Summary:
    from constructs_eic.records.reading import Summary

    summary = Summary()
    for waiting in records:
        summary.add(waiting)
    return summary
