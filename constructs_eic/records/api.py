"""Read records and redrive them from Python, as the command does."""

from __future__ import annotations

import math
from threading import Event
from typing import TYPE_CHECKING

from constructs_eic.aws.rate_limit import Pace
from constructs_eic.aws.session import open_session
from constructs_eic.records.invocation_target import Redirection
from constructs_eic.records.open_source import open_source
from constructs_eic.records.reading import read_waiting, refuse_to_move
from constructs_eic.records.redriving import Redrive
from constructs_eic.records.selection import Selection
from constructs_eic.records.send_limit import SendLimit
from constructs_eic.records.sender import Sender

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_eic.records.reading import WaitingRecord
    from constructs_eic.records.results import RecordResult, RedriveResult

VISIBILITY_SECONDS = 120
CONNECTIONS = 32
_EVERYTHING = Selection()


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
        ValueError: `source` has none of these forms.
        AwsError: the source cannot be read, or not to its end.

    Examples:
        >>> from constructs_eic.records import read
        >>> for waiting in read("failed-orders"):  # doctest: +SKIP
        ...     print(waiting.since, waiting.record.function_name, waiting.record.error_message)
    """
    opened = open_source(
        source, open_session(profile), region, connections=1, visibility=visibility_timeout
    )
    yield from read_waiting(opened, selection, note, allow_move=allow_move)


def redrive(
    source: str,
    *,
    selection: Selection = _EVERYTHING,
    to: str | None = None,
    limit: int | None = None,
    max_rate: float = 0,
    dry_run: bool = False,
    delete: bool = False,
    report: Callable[[RecordResult], None] = lambda _outcome: None,
    region: str | None = None,
    profile: str | None = None,
    visibility_timeout: int = VISIBILITY_SECONDS,
    allow_move: bool = False,
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
        report: Called with every outcome, from several threads but one at a time; for an event that was sent,
            before its record is removed.
        region: The source's region; by default that of the session.
        profile: A profile of AWS's shared configuration; `None` follows the environment.
        visibility_timeout: Seconds after which messages are visible again if this process is killed.
        allow_move: Whether a dry run reads a queue with a redrive policy, which counts every receive.

    Returns:
        How many records were sent, refused and left in place.

    Raises:
        ValueError: an argument has none of the accepted forms.
        AwsError: nothing can be read or sent; what was sent before has been reported.

    Examples:
        >>> from constructs_eic.records import Selection, redrive
        >>> done = redrive(  # doctest: +SKIP
        ...     "failed-orders", selection=Selection(error_types=["TimeoutError"]), report=print
        ... )
    """
    return prepared(
        source,
        selection=selection,
        to=to,
        limit=limit,
        max_rate=max_rate,
        dry_run=dry_run,
        delete=delete,
        region=region,
        profile=profile,
        visibility_timeout=visibility_timeout,
        allow_move=allow_move,
    ).run(report)


def prepared(
    source: str,
    *,
    selection: Selection,
    to: str | None,
    limit: int | None,
    max_rate: float,
    dry_run: bool,
    delete: bool,
    region: str | None,
    profile: str | None,
    visibility_timeout: int,
    allow_move: bool,
) -> Redrive:
    """A redrive that has found its source and has not started yet; for the arguments, see `redrive`."""
    if not (math.isfinite(max_rate) and max_rate >= 0):
        raise ValueError(f"max_rate={max_rate} is not a rate; give a number, or 0 for no limit")
    if limit is not None and limit < 1:
        raise ValueError(f"limit={limit} sends nothing; give 1 or more, or None for no limit")
    redirection = Redirection.parse(to) if to is not None else None
    session = open_session(profile)
    threads = _threads(max_rate, limit)
    opened = open_source(
        source,
        session,
        region,
        connections=threads,
        visibility=visibility_timeout,
        delete=delete,
    )
    if dry_run:
        refuse_to_move(opened, allow_move=allow_move)
    stop = Event()
    sender = None if dry_run else Sender(session, Pace(max_rate), threads, stop)
    return Redrive(opened, sender, selection, redirection, SendLimit(limit), stop, threads)


def _threads(max_rate: float, limit: int | None) -> int:
    """As many as the rate and the number of events can use."""
    most = CONNECTIONS
    if max_rate:
        most = min(most, max(2, math.ceil(max_rate)))
    if limit is not None:
        most = min(most, math.ceil(limit / 10))
    return most
