"""The map of the app in docs/map.md, for a site that loads no script to draw Mermaid."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill
from typing import TYPE_CHECKING, Final

from constructs_eic.checks import EdgeKind, NodeKind, event_map
from tools import CHECKOUT
from tools.framework import of_this_framework
from tools.pages.pictures.shapes import BLUE, GREEN, PURPLE, Box, arrow, svg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs_eic.checks import EventMap, Node

_APP: Final = re.compile(r'^<!-- python title="shop.py"\n(.*?)^-->$', re.DOTALL | re.MULTILINE)
_COLORS: Final = {
    NodeKind.INVOKER: PURPLE,
    NodeKind.FUNCTION: BLUE,
    NodeKind.DESTINATION: GREEN,
}
_FINDING: Final = "#e5534b"
_LINE_LENGTH: Final = 36
_WIDTH, _SPACE, _HEIGHT_OF_ARROWS = 220, 20, 60


def draw() -> str:
    """The picture."""
    [app] = _APP.findall((CHECKOUT / "docs" / "map.md").read_text("utf-8"))
    with TemporaryDirectory() as folder:
        Path(folder, "shop.py").write_text(of_this_framework(app), "utf-8")
        start = [sys.executable, "-m", "constructs_eic.faststart", "shop.py"]
        subprocess.run(start, cwd=folder, check=True)
        return _picture(event_map(Path(folder, "cdktf.out")))


def _picture(drawn: EventMap) -> str:
    """What invokes at the top, functions below, and where their events go at the bottom."""
    boxes: dict[str, Box] = {}
    y = _SPACE
    for kind in _COLORS:
        row = _in_order([each for each in drawn.nodes if each.kind is kind], drawn, boxes)
        for number, node in enumerate(row):
            boxes[node.id] = _box(node, _SPACE + number * (_WIDTH + _SPACE), y)
        y += max(boxes[each.id].height for each in row) + _HEIGHT_OF_ARROWS
    parts = [_arrow(boxes[each.source], boxes[each.target], each.kind) for each in drawn.edges]
    parts += [box.drawn() for box in boxes.values()]
    width = max(box.right[0] for box in boxes.values()) + _SPACE
    return svg(width, y - _HEIGHT_OF_ARROWS + _SPACE, "The map of the app", parts)


def _in_order(nodes: list[Node], drawn: EventMap, above: dict[str, Box]) -> Iterable[Node]:
    """Each below what it is connected to."""

    def position(node: Node) -> float:
        columns = [above[each.source].x for each in drawn.edges if each.target == node.id]
        return sum(columns) / len(columns) if columns else 0

    return sorted(nodes, key=position)


def _box(node: Node, x: int, y: int) -> Box:
    others = [each for each in node.label if each != node.name]
    note = "\n".join(fill(each, _LINE_LENGTH, break_long_words=False) for each in others)
    border = _FINDING if node.findings else ""
    return Box(x, y, node.name, note, _COLORS[node.kind], _WIDTH, border)


def _arrow(source: Box, target: Box, kind: EdgeKind) -> str:
    (x, y), end = source.bottom, target.top
    label = "" if kind is EdgeKind.INVOKES else kind.value
    middle = (x + end[0]) // 2 + 26, (y + end[1]) // 2
    return arrow((x, y), end, label=label, at=middle, is_dashed=kind is not EdgeKind.INVOKES)
