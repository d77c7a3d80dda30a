"""A map as a Mermaid flowchart.

Source: "Flowcharts - Basic Syntax" in Mermaid's documentation.
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

LARGEST_EDGES: Final = 500
LARGEST_TEXT: Final = 50_000
"""What Mermaid draws where nobody configured it, as on GitHub: `maxEdges` and `maxTextSize`."""

_SHAPES: Final = {
    NodeKind.INVOKER: ("([", "])"),
    NodeKind.FUNCTION: ("[", "]"),
    NodeKind.DESTINATION: ("[(", ")]"),
    NodeKind.OTHER: ("{{", "}}"),
}
_ARROWS: Final = {
    EdgeKind.INVOKES: "-->",
    EdgeKind.ON_FAILURE: "-.->",
    EdgeKind.ON_SUCCESS: "-->",
    EdgeKind.DEAD_LETTER: "-.->",
}
_CLASSES: Final = (
    "classDef function stroke-width:2px",
    "classDef finding stroke:#d1242f,stroke-width:3px",
)


def mermaid(nodes: Sequence[Node], edges: Iterable[Edge]) -> str:
    """The text of a flowchart, from left to right."""
    lines = ["flowchart LR", *_nodes(nodes), *map(_arrow, arrows(edges))]
    if nodes:
        lines += _CLASSES
    for name, ids in (
        (
            "function",
            [each.id for each in nodes if each.kind is NodeKind.FUNCTION and not each.findings],
        ),
        ("finding", [each.id for each in nodes if each.findings]),
    ):
        if ids:
            lines.append(f"class {','.join(ids)} {name}")
    return "\n  ".join(lines) + "\n"


def _nodes(nodes: Iterable[Node]) -> Iterator[str]:
    for number, (group, members) in enumerate(groupby(nodes, lambda each: each.group)):
        if not group:
            yield from map(_node, members)
            continue
        yield f'subgraph group{number}["{_text(group)}"]'
        # Without it, a part that nothing outside is connected to is drawn from top to bottom.
        yield "  direction LR"
        yield from (f"  {_node(each)}" for each in members)
        yield "end"


def _node(node: Node) -> str:
    begin, end = _SHAPES[node.kind]
    return f'{node.id}{begin}"{"<br>".join(map(_text, node.label))}"{end}'


def _arrow(arrow: Arrow) -> str:
    label = f'|"{_text(arrow.label)}"|' if arrow.label else ""
    return f"{arrow.source} {_ARROWS[arrow.kind]}{label} {arrow.target}"


def _text(text: str) -> str:
    """The text with entity codes for what Mermaid, Markdown or HTML interprets."""
    return "".join(
        c if c.isalnum() or c in " -_.,:/⚠$=?()" else f"#{ord(c)};" for c in " ".join(text.split())
    )
