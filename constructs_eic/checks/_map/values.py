"""The parts of a map."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_eic.checks.rule import Finding


class NodeKind(Enum):
    """What a node of the map is.

    Attributes:
        INVOKER: A resource that invokes a function asynchronously, such as an EventBridge rule.
        FUNCTION: A Lambda function.
        DESTINATION: A resource that records or events are sent to.
        OTHER: A resource of another kind that has a finding.
    """

    INVOKER = "invoker"
    FUNCTION = "function"
    DESTINATION = "destination"
    OTHER = "other"


class EdgeKind(Enum):
    """What an edge of the map stands for; its value is its label in a picture.

    Attributes:
        INVOKES: The source invokes the target asynchronously.
        ON_FAILURE: The records of failed events are sent to the target.
        ON_SUCCESS: The records of successful events are sent to the target.
        DEAD_LETTER: The target is the dead-letter queue of the source.
    """

    INVOKES = "invokes"
    ON_FAILURE = "failed"
    ON_SUCCESS = "succeeded"
    DEAD_LETTER = "dead letter"


@dataclass(frozen=True)
class Node:
    """A function, what invokes one, where events go, or what else has a finding.

    Attributes:
        id: Letters, digits and underscores; derived from the address, so that it stays the same from map to map.
        kind: What it is.
        service: The service's name, such as `SQS queue`; for a function `Lambda function`.
        name: Its name, or its address where the name is not literal.
        group: The stack or module that it is in; empty if there is none.
        lines: What else is known: retries and age of each configuration, metrics that alarms watch.
        findings: Its findings.
    """

    id: str
    kind: NodeKind
    service: str
    name: str
    group: str = ""
    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def label(self) -> tuple[str, ...]:
        """The lines of its label in a picture."""
        service = () if self.kind is NodeKind.FUNCTION else (self.service,)
        rules = sorted({each.rule for each in self.findings})
        return (*service, self.name, *self.lines, *(("⚠ " + ", ".join(rules),) if rules else ()))


@dataclass(frozen=True)
class Edge:
    """From what invokes to a function, or from a function to where its events go.

    Attributes:
        source: The id of a node.
        target: The id of a node.
        kind: What it stands for.
        qualifier: The qualifier of the function that is invoked, or that is configured; empty if there is none.
    """

    source: str
    target: str
    kind: EdgeKind
    qualifier: str = ""
