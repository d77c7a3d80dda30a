"""A map in the language of Graphviz.

Source: "DOT Language" in Graphviz's documentation.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from constructs_eic.checks._map.arrows import arrows
from constructs_eic.checks._map.values import EdgeKind, NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from constructs_eic.checks._map.arrows import Arrow
    from constructs_eic.checks._map.values import Edge, Node

_HEAD: Final = (
    "rankdir=LR",
    "newrank=true",  # ranks hold across stacks
    "ranksep=1.2",
    'graph [fontname="Helvetica", fontsize=12, color="#8c959f"]',
    'node [fontname="Helvetica", fontsize=11, shape=box, style="filled,rounded", color="#57606a", fillcolor=white]',
    'edge [fontname="Helvetica", fontsize=10, color="#57606a"]',
)
_SHAPES: Final = {
    NodeKind.INVOKER: 'fillcolor="#eaeef2"',
    NodeKind.FUNCTION: 'fillcolor="#ddf4ff"',
    NodeKind.DESTINATION: 'shape=cylinder, style=filled, fillcolor="#dafbe1"',
    NodeKind.OTHER: "shape=note, style=filled",
}
_STYLES: Final = {
    EdgeKind.INVOKES: "",
    EdgeKind.ON_FAILURE: 'style=dashed, color="#d1242f"',
    EdgeKind.ON_SUCCESS: 'color="#1a7f37"',
    EdgeKind.DEAD_LETTER: 'style=dashed, color="#d1242f"',
}


def dot(nodes: Sequence[Node], edges: Iterable[Edge]) -> str:
    """The text of a graph, from left to right."""
    lines = [*_HEAD, *_nodes(nodes), *map(_arrow, arrows(edges)), *_ranks(nodes)]
    body = "".join(f"  {each}\n" for each in lines)
    return f'digraph "asynchronous invocation" {{\n{body}}}\n'


def _nodes(nodes: Iterable[Node]) -> Iterator[str]:
    for number, (group, members) in enumerate(groupby(nodes, lambda each: each.group)):
        if not group:
            yield from map(_node, members)
            continue
        yield f"subgraph cluster_{number} {{"
        yield f"  label={_quoted(group)}"
        yield from (f"  {_node(each)}" for each in members)
        yield "}"


def _ranks(nodes: Sequence[Node]) -> Iterator[str]:
    """Yield what invokes on the left, where events go on the right."""
    for rank, kind in (("min", NodeKind.INVOKER), ("max", NodeKind.DESTINATION)):
        ids = [each.id for each in nodes if each.kind is kind]
        if ids:
            yield f"{{ rank={rank}; {'; '.join(ids)} }}"


def _node(node: Node) -> str:
    attributes = [f"label={_quoted(*node.label)}", _SHAPES[node.kind]]
    if node.findings:
        attributes.append('color="#d1242f", penwidth=3')
    return f"{node.id} [{', '.join(attributes)}]"


def _arrow(arrow: Arrow) -> str:
    attributes = [f"label={_quoted(arrow.label)}"] if arrow.label else []
    attributes += filter(None, [_STYLES[arrow.kind]])
    shown = f" [{', '.join(attributes)}]" if attributes else ""
    return f"{arrow.source} -> {arrow.target}{shown}"


def _quoted(*lines: str) -> str:
    escaped = [" ".join(each.split()).replace("\\", "\\\\").replace('"', '\\"') for each in lines]
    return '"' + "\\n".join(escaped) + '"'
