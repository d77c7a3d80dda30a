"""Collects the nodes and edges of a map while it is built."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._map.event_map import EventMap
from constructs_eic.checks._map.values import Edge, EdgeKind, Node, NodeKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from constructs_eic.checks._model.resource import Resource
    from constructs_eic.checks.rule import Finding

_ORDER: Final = {kind: position for position, kind in enumerate(NodeKind)}


@dataclass
class Drawing:
    """The nodes by what identifies them, the edges between them, and the resources that each node shows."""

    nodes: dict[Hashable, Node] = field(default_factory=dict)
    _edges: set[tuple[Hashable, Hashable, EdgeKind, str]] = field(default_factory=set)
    _shown: dict[tuple[str, str | None, str | None], list[Hashable]] = field(default_factory=dict)

    def add(self, key: Hashable, node: Node, *shows: Resource) -> Hashable:
        """Add a node, unless it is there, and say which resources it shows."""
        self.nodes.setdefault(key, node)
        for resource in shows:
            keys = self._shown.setdefault((resource.address, resource.stack, resource.file), [])
            if key not in keys:
                keys.append(key)
        return key

    def connect(
        self, source: Hashable, target: Hashable, kind: EdgeKind, qualifier: str = ""
    ) -> None:
        """Add an edge, unless it is there."""
        self._edges.add((source, target, kind, qualifier))

    def add_line(self, key: Hashable, line: str) -> None:
        """Add a line to the label of a node."""
        node = self.nodes[key]
        if line not in node.lines:
            self.nodes[key] = replace(node, lines=(*node.lines, line))

    def mark(self, finding: Finding) -> None:
        """Add a finding to each node that shows its resource; to one of its own if none does."""
        address = (finding.address, finding.stack, finding.file)
        type_, _, name = finding.address.rpartition(".")
        keys = self._shown.get(address) or [
            self.add(
                ("finding", *address),
                Node("", NodeKind.OTHER, type_, name, finding.stack or ""),
            )
        ]
        for key in keys:
            node = self.nodes[key]
            self.nodes[key] = replace(node, findings=(*node.findings, finding))

    def finished(self) -> EventMap:
        """The map, in an order that does not depend on how it was built."""
        ids = _ids(self.nodes)
        nodes = [replace(node, id=ids[key]) for key, node in self.nodes.items()]
        edges = [
            Edge(ids[source], ids[target], kind, qualifier)
            for source, target, kind, qualifier in self._edges
        ]
        return EventMap(
            sorted(nodes, key=lambda each: (each.group, _ORDER[each.kind], each.name, each.id)),
            sorted(
                edges, key=lambda each: (each.source, each.target, each.kind.value, each.qualifier)
            ),
        )


def _ids(nodes: dict[Hashable, Node]) -> dict[Hashable, str]:
    """An id for each node, made of letters, digits and underscores; the same for the same app."""
    plain = {key: _identifier((node.group, node.service, node.name)) for key, node in nodes.items()}
    times = Counter(plain.values())
    return {
        key: id_ if times[id_] == 1 else f"{id_}_{sha256(repr(key).encode()).hexdigest()[:8]}"
        for key, id_ in plain.items()
    }


def _identifier(parts: Sequence[str]) -> str:
    return re.sub(r"\W+", "_", " ".join(filter(None, parts)), flags=re.ASCII).strip("_") or "node"
