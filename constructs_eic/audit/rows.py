"""The answer of an audit: one row for each function and qualifier that is invoked asynchronously or configured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from constructs_eic._values.function_reference import LATEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic.audit.metrics import Figures
    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks.rule import Finding

NOTHING_FOUND: Final = "nothing that was found"


@dataclass(frozen=True)
class Kept:
    """The place where failed events are kept.

    Attributes:
        by: `on_failure` for a destination, `dead_letter` for a dead-letter queue.
        arn: The ARN.
        service: Such as `SQS queue`.
        name: The queue's name.
        waiting: How many messages are in the queue; `None` if it is none, or that is not known.
    """

    by: str
    arn: str
    service: str
    name: str
    waiting: int | None = None


@dataclass
class Row:
    """A function under a qualifier.

    Attributes:
        region: The region.
        account: The account's id.
        function_name: The function's name.
        qualifier: `$LATEST`, a version or an alias.
        function: The function's resource.
        invoked_by: What invokes it asynchronously, such as `SNS topic orders`.
        kept: Where its failed events are kept; several if there is a dead-letter queue, too.
        is_configured: Whether it has a configuration, with or without a failure destination.
        is_read: Whether its configuration could be read.
        alarms: The metrics that alarms watch.
        figures: CloudWatch's figures; `None` if they are not known.
        findings: What the rules found.
    """

    region: str
    account: str
    function_name: str
    qualifier: str
    function: Resource
    invoked_by: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    is_configured: bool = False
    is_read: bool = True
    alarms: list[str] = field(default_factory=list)
    figures: Figures | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def lost(self) -> int | None:
        """The number of events that were lost; `None` if that is not known.

        What is dropped is lost where nothing keeps it; else what could not be delivered to what keeps it.
        """
        if self.figures is None or not self.is_read:
            return None
        lost = [self.figures.dropped]
        by = {each.by for each in self.kept}
        if "on_failure" in by:
            lost.append(self.figures.not_delivered)
        if "dead_letter" in by:
            lost.append(self.figures.dead_letter_errors)
        return min(lost[1:] or lost)

    @property
    def waiting(self) -> int | None:
        """The number of messages that wait in the queues; `None` if there is no queue, or it is not known."""
        known = [each.waiting for each in self.kept if each.waiting is not None]
        return sum(known) if known else None

    @property
    def name(self) -> str:
        """The function's name, with the qualifier if it is not `$LATEST`."""
        under = "" if self.qualifier == LATEST else f":{self.qualifier}"
        return f"{self.function_name}{under}"

    @property
    def order(self) -> tuple[int, int, str, str, str, str]:
        """The key that sorts by what was lost, then by findings."""
        lost = self.lost
        return (
            -(-1 if lost is None else lost),
            -len(self.findings),
            self.account,
            self.region,
            self.function_name,
            self.qualifier,
        )


def in_order(rows: Sequence[Row]) -> list[Row]:
    """The rows by what was lost."""
    return sorted(rows, key=lambda row: row.order)
