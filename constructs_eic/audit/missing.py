"""The configurations that give the functions an audit found a failure destination."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic._values.arn import Arn
from constructs_eic._values.destination_kinds import kind_of_arn
from constructs_eic._values.function_reference import LATEST
from constructs_eic._values.queue_url import queue_arn, refuse_url
from constructs_eic.inventory.entry import Entry
from constructs_eic.inventory.refusal import refused_by_construct
from constructs_eic.inventory.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.audit.audit import Audit
    from constructs_eic.audit.rows import Row

_LOST: Final = "EIC001"


def problem_of(destination: str) -> str | None:
    """Return why failed events cannot be sent to an ARN; `None` if they can."""
    if (arn := queue_arn(destination)) is not None:
        return "; ".join(refuse_url(arn))
    try:
        kind = kind_of_arn(Arn.parse(destination))
    except ValueError as error:
        return f"this is not an ARN: {error}; give one such as arn:aws:sqs:REGION:ACCOUNT:NAME"
    if kind is None:
        return "Lambda delivers to queues, topics, functions, event buses and buckets only"
    problem = kind.problem(destination)
    return f"{problem[0]}; {problem[1]}" if problem else None


def missing_configurations(
    audit: Audit, destinations: Sequence[str]
) -> tuple[list[Entry], list[Unread]]:
    """The configurations to create, and the functions that are left out, each with the reason.

    Args:
        audit: What was found.
        destinations: ARNs, one for each region; a bucket has no region in its ARN.
    """
    entries: list[Entry] = []
    left_out: list[Unread] = []
    for row in audit.rows:
        if not any(each.rule == _LOST for each in row.findings):
            continue
        found = [each for each in destinations if Arn.parse(each).region in ("", row.region)]
        reason = None
        if row.is_configured:
            reason = "it has a configuration: take that over with export, and add on_failure"
        elif not found:
            reason = f"no destination in {row.region} is given"
        else:
            entry = _entry(row, found[0])
            reason = refused_by_construct(entry)
            if reason is None:
                entries.append(entry)
        if reason is not None:
            left_out.append(Unread(row.region, row.name, f"left out of the app: {reason}"))
    return entries, left_out


def _entry(row: Row, destination: str) -> Entry:
    under = "" if row.qualifier == LATEST else f":{row.qualifier}"
    return Entry(
        row.region,
        row.function_name,
        row.qualifier,
        destination_config={"OnFailure": {"Destination": destination}},
        arn=f"{row.function.address}{under}",
    )
