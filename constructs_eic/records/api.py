"""Read records and redrive them from Python, as the command does."""

from __future__ import annotations

import os
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from constructs_eic._values.argument_names import name_arguments
from constructs_eic.aws.clock import Clock
from constructs_eic.aws.rate_limit import Pace
from constructs_eic.aws.session import open_session
from constructs_eic.records.in_flight_messages import VISIBILITY_SECONDS
from constructs_eic.records.open_source import open_source
from constructs_eic.records.reading import read_waiting, refuse_to_move
from constructs_eic.records.redrive_arguments import (
    RedriveArguments,
    check_reading,
    default_processes,
)
from constructs_eic.records.redriving import LocalCrew, Redrive
from constructs_eic.records.selection import Selection
from constructs_eic.records.send_limit import SendLimit
from constructs_eic.records.sender import Sender
from constructs_eic.records.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_eic.records.reading import WaitingRecord
    from constructs_eic.records.redriving import Crew
    from constructs_eic.records.results import RecordResult, RedriveResult
    from constructs_eic.records.source import Counts

_EVERYTHING = Selection()


@name_arguments
def read(
    source: str,
    *,
    selection: Selection = _EVERYTHING,
    note: Callable[[str], None] = lambda _note: None,
    region: str | None = None,
    profile: str | None = None,
    visibility_timeout: int = VISIBILITY_SECONDS,
    allow_move: bool = False,
) -> Iterator[WaitingRecord]:
    """The records that wait in a queue or a bucket; nothing is removed.

    Each message of a queue is received once, which counts toward the queue's `maxReceiveCount`, and is invisible to
    other consumers until the iterator ends or is closed.

    Args:
        source: A queue's name, URL or ARN; `s3://bucket` or `s3://bucket/prefix`.
        selection: Filters.
        note: Called with anything else that the user must know, such as that other consumers read the queue.
        region: The source's region; by default that of the session.
        profile: A profile of AWS's shared configuration; `None` follows the environment.
        visibility_timeout: Seconds after which messages are visible again if this process is killed.
        allow_move: Whether to read a queue with a redrive policy, which moves messages that are received too often.

    Raises:
        EventInvokeConfigError: with every argument that is not valid.
        ValueError: `source` has none of these forms.
        AwsError: the source cannot be read, or not to its end.

    Examples:
        >>> from constructs_eic.records import read
        >>> for waiting in read("failed-orders"):  # doctest: +SKIP
        ...     print(waiting.since, waiting.record.function_name, waiting.record.error_message)
    """
    check_reading(
        "read",
        source=source,
        selection=selection,
        region=region,
        profile=profile,
        visibility_timeout=visibility_timeout,
    )

    def waiting() -> Iterator[WaitingRecord]:
        opened = open_source(
            source, open_session(profile), region, connections=1, visibility=visibility_timeout
        )
        yield from read_waiting(opened, selection, note, allow_move=allow_move)

    return waiting()


@name_arguments
def redrive(
    source: str,
    *,
    selection: Selection = _EVERYTHING,
    to: str | None = None,
    limit: int | None = None,
    max_rate: float = 0,
    dry_run: bool = False,
    delete: bool = False,
    report: Callable[[RecordResult], None] = lambda _result: None,
    note: Callable[[str], None] = lambda _note: None,
    region: str | None = None,
    profile: str | None = None,
    visibility_timeout: int = VISIBILITY_SECONDS,
    allow_move: bool = False,
    processes: int = 1,
) -> RedriveResult:
    """Send the events of records back to their functions, asynchronously, each once.

    A record is removed only after Lambda has accepted its event. If the process is killed in between, the next
    redrive sends up to ten events for each of its connections a second time; no event is lost.

    Args:
        source: A queue's name, URL or ARN; `s3://bucket` or `s3://bucket/prefix`.
        selection: Filters. Records of success and of recursion detection are left in place, unless its conditions
            name them.
        to: `function`, `function:qualifier`, an ARN, or `:qualifier`, instead of the target in the record. Required
            for the events of a dead-letter queue, which do not name their function.
        limit: The maximum number of events to send.
        max_rate: Requests per second to Lambda; 0 sets no limit.
        dry_run: Only report what would be sent.
        delete: Delete objects of a bucket whose events were sent. Messages of a queue are always deleted.
        report: Called with every result, from several threads but one at a time; for an event that was sent,
            before its record is removed.
        note: Called with anything else that the user must know meanwhile, such as that Lambda throttles.
        region: The source's region; by default that of the session.
        profile: A profile of AWS's shared configuration; `None` follows the environment.
        visibility_timeout: Seconds after which messages are visible again if this process is killed.
        allow_move: Whether a dry run reads a queue with a redrive policy, which counts every receive.
        processes: How many processes do the work besides this one; 1 does it in this one. With more, `report` gets
            records without their payloads.

    Returns:
        How many records were sent, refused and left in place.

    Raises:
        EventInvokeConfigError: with every argument that is not valid.
        ValueError: `source` has none of these forms.
        AwsError: nothing can be read, sent or removed; what was sent before has been reported.

    Examples:
        >>> from constructs_eic.records import Selection, redrive
        >>> done = redrive(  # doctest: +SKIP
        ...     "failed-orders", selection=Selection(error_types=["TimeoutError"]), report=print
        ... )
    """
    arguments = RedriveArguments(
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
    )
    return prepared(arguments, note=note).run(report)


def prepared(arguments: RedriveArguments, *, note: Callable[[str], None]) -> Redrive:
    """Return a redrive that has found its source and has not started yet.

    Args:
        arguments: The arguments.
        note: Called with anything else that the user must know meanwhile.
    """
    session = open_session(arguments.profile)
    source = open_source(
        arguments.source,
        session,
        arguments.region,
        connections=arguments.threads,
        visibility=arguments.visibility_timeout,
        delete=arguments.delete,
    )
    if arguments.dry_run:
        refuse_to_move(source, allow_move=arguments.allow_move)
    if not source.allows_several_processes:
        if (arguments.processes or 1) > 1:
            raise ValueError(
                f"{source.name}: processes={arguments.processes}: every process would take all of its records, and "
                "send each event again; give processes=1"
            )
        arguments = replace(arguments, processes=1)
    if arguments.processes is None:
        arguments = replace(arguments, processes=_that_pay(source.counts(), arguments))
    clock = Clock()
    places = SendLimit(arguments.limit)
    pace = Pace(arguments.max_rate, clock)
    crew: Crew
    if arguments.processes != 1 and not arguments.dry_run:
        from constructs_eic.records.process_crew import ProcessCrew

        crew = ProcessCrew(arguments, session, source, places, pace, note)
    else:
        stop = Event()
        sender = Sender(session, pace, arguments.threads, stop, clock, note)
        workers = Workers(
            source, None if arguments.dry_run else sender, places, stop, clock, arguments.threads
        )
        crew = LocalCrew(source, workers, stop)
    return Redrive(
        source,
        crew,
        arguments.selection,
        arguments.redirection,
        limit=arguments.limit,
        is_dry=arguments.dry_run,
        clock=clock,
        note=note,
    )


def _that_pay(counts: Counts | None, arguments: RedriveArguments) -> int:
    records = counts.visible if counts else None
    return default_processes(records, arguments.limit, arguments.max_rate, os.cpu_count() or 1)
