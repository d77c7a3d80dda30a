"""The parts of a map."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_eic.checks.rule import Finding


class NodeKind(Enum):
    """The kinds of things that a node stands for."""

    INVOKER = "invoker"
    FUNCTION = "function"
    DESTINATION = "destination"
    OTHER = "other"


class EdgeKind(Enum):
    """The kinds of things that an edge stands for; its value is what a picture says."""

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
        findings: What was found at it.
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
