"""The map as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from constructs_eic.checks._map.dot import dot
from constructs_eic.checks._map.mermaid import mermaid
from constructs_eic.checks._map.values import Edge, Node, NodeKind

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class EventMap:
    """Asynchronous invocation in an app: nodes and edges in a stable order.

    Attributes:
        nodes: By group, kind and name.
        edges: By source, target and kind.
    """

    nodes: Sequence[Node]
    edges: Sequence[Edge]

    @property
    def functions(self) -> Sequence[Node]:
        """The functions."""
        return [each for each in self.nodes if each.kind is NodeKind.FUNCTION]

    def around(self, functions: Sequence[Node]) -> EventMap:
        """The map of some functions alone: what invokes them, and where their events go."""
        ids = {each.id for each in functions}
        edges = [each for each in self.edges if ids & {each.source, each.target}]
        kept = ids | {end for each in edges for end in (each.source, each.target)}
        return replace(self, nodes=[each for each in self.nodes if each.id in kept], edges=edges)

    def mermaid(self) -> str:
        """The map as a Mermaid flowchart, which GitHub and GitLab draw in Markdown."""
        return mermaid(self.nodes, self.edges)

    def dot(self) -> str:
        """The map in the language of Graphviz."""
        return dot(self.nodes, self.edges)
