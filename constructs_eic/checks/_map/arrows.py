"""The arrows that a picture draws between two nodes: one for all qualifiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_eic._values.function_reference import LATEST
from constructs_eic.checks._map.values import EdgeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from constructs_eic.checks._map.values import Edge


@dataclass(frozen=True)
class Arrow:
    """One arrow.

    Attributes:
        source: The id of a node.
        target: The id of a node.
        kind: What it stands for.
        label: The qualifiers, and what it stands for; empty for an invocation without qualifier.
    """

    source: str
    target: str
    kind: EdgeKind
    label: str


def arrows(edges: Iterable[Edge]) -> Iterator[Arrow]:
    """The arrows for edges, in their order."""
    qualifiers: dict[tuple[str, str, EdgeKind], list[str]] = {}
    for each in edges:
        qualifiers.setdefault((each.source, each.target, each.kind), []).append(each.qualifier)
    for (source, target, kind), given in qualifiers.items():
        # Alone, $LATEST need not be said.
        of = ", ".join(each or LATEST for each in given) if any(given) else ""
        said = "" if kind is EdgeKind.INVOKES else kind.value
        yield Arrow(source, target, kind, ": ".join(filter(None, [of, said])))
