"""Draws the life of an asynchronous event, for a wide page and for a narrow one.

python docs/pictures/life_of_an_event.py > docs/life-of-an-event.svg
python docs/pictures/life_of_an_event.py narrow > docs/life-of-an-event-narrow.svg

The colors are readable on both a light and a dark page, so one picture is enough.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE, LABEL = "#7d8794", "#7d8794"
AWS, GOOD, BAD, OURS = "#3b5b8c", "#2f7d4f", "#a8443a", "#7a4f9e"


@dataclass(frozen=True)
class Box:
    """A step, with its name and a line below it."""

    x: int
    y: int
    title: str
    note: str
    colour: str = AWS
    width: int = 170
    height: int = 56

    @property
    def left(self) -> tuple[int, int]:
        return self.x, self.y + self.height // 2

    @property
    def right(self) -> tuple[int, int]:
        return self.x + self.width, self.y + self.height // 2

    @property
    def top(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y

    @property
    def bottom(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height

    def drawn(self) -> str:
        middle = self.x + self.width // 2
        return (
            f'<rect x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}" rx="8" '
            f'fill="{self.colour}"/>'
            f'<text x="{middle}" y="{self.y + 24}" class="title">{escape(self.title)}</text>'
            f'<text x="{middle}" y="{self.y + 42}" class="note">{escape(self.note)}</text>'
        )


def arrow(*points: tuple[int, int], label: str = "", at: tuple[int, int] | None = None) -> str:
    """A line through `points` with a head at its end."""
    path = " ".join(f"{x},{y}" for x, y in points)
    text = ""
    if label:
        x, y = at or ((points[0][0] + points[-1][0]) // 2, points[0][1] - 8)
        text = f'<text x="{x}" y="{y}" class="label">{escape(label)}</text>'
    return f'<polyline points="{path}" class="line" marker-end="url(#head)"/>{text}'


def wide() -> str:
    """The picture for a page on a screen."""
    source = Box(20, 150, "Event", "S3, SNS, EventBridge, …")
    queue = Box(250, 150, "Lambda's queue", "up to 6 hours")
    function = Box(490, 150, "Function", "up to 2 retries")
    success = Box(790, 60, "on_success", "queue, topic, function, bus", GOOD, width=180)
    failure = Box(790, 150, "on_failure", "queue, topic, … or bucket", BAD, width=180)
    alarms = Box(790, 250, "LostEventAlarms", "notify the on-call engineer", OURS, width=180)
    redrive = Box(480, 320, "constructs-eic redrive", "sends the event again", OURS, width=190)
    check = Box(10, 40, "constructs-eic check", "before anything is deployed", OURS, width=190)
    declare = Box(250, 40, "EventInvokeConfig", "age, retries, destinations", OURS)
    parts = [
        arrow(source.right, queue.left),
        arrow(queue.right, function.left),
        arrow(function.right, (725, 178), (725, 88), success.left, label="succeeded", at=(725, 76)),
        arrow(function.right, failure.left, label="failed or too old", at=(726, 200)),
        arrow(failure.bottom, alarms.top, label="not delivered", at=(835, 234)),
        arrow((970, 178), (976, 178), (976, 348), redrive.right, label="records", at=(880, 340)),
        arrow(redrive.left, (335, 348), queue.bottom),
        arrow(check.bottom, source.top),
        arrow(declare.bottom, queue.top),
        *(
            box.drawn()
            for box in (
                source,
                queue,
                function,
                success,
                failure,
                alarms,
                redrive,
                check,
                declare,
            )
        ),
    ]
    return svg(980, 400, parts)


def narrow() -> str:
    """The picture for a page on a phone: the steps one below the other."""
    source = Box(20, 20, "Event", "S3, SNS, EventBridge, …", width=180)
    queue = Box(20, 130, "Lambda's queue", "up to 6 hours", width=180)
    function = Box(20, 240, "Function", "up to 2 retries", width=180)
    failure = Box(20, 360, "on_failure", "queue, topic, … or bucket", BAD, width=180)
    alarms = Box(20, 470, "LostEventAlarms", "notify the on-call engineer", OURS, width=180)
    check = Box(270, 20, "constructs-eic check", "before anything is deployed", OURS, width=190)
    declare = Box(270, 130, "EventInvokeConfig", "age, retries, destinations", OURS, width=190)
    success = Box(270, 240, "on_success", "queue, topic, function, bus", GOOD, width=190)
    redrive = Box(270, 360, "constructs-eic redrive", "sends the event again", OURS, width=190)
    boxes = (source, queue, function, failure, alarms, check, declare, success, redrive)
    x, y = redrive.right
    parts = [
        arrow(source.bottom, queue.top),
        arrow(queue.bottom, function.top),
        arrow(function.right, success.left, label="succeeded"),
        arrow(function.bottom, failure.top, label="failed or too old", at=(164, 333)),
        arrow(failure.bottom, alarms.top, label="not delivered", at=(154, 447)),
        arrow(failure.right, redrive.left, label="records"),
        arrow((x, y), (x + 12, y), (x + 12, 213), (160, 213), (160, 186)),
        arrow(check.left, source.right),
        arrow(declare.left, queue.right),
        *(box.drawn() for box in boxes),
    ]
    return svg(480, 540, parts)


def svg(width: int, height: int, parts: Iterable[str]) -> str:
    """The parts as a picture."""
    style = (
        "text{font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;text-anchor:middle}"
        ".title{font-size:14px;font-weight:600;fill:#fff}.note{font-size:11px;fill:#fff}"
        f".label{{font-size:11.5px;fill:{LABEL}}}"
        f".line{{fill:none;stroke:{LINE};stroke-width:1.6}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-label="The life of an asynchronous event">'
        f"<style>{style}</style>"
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        f'orient="auto-start-reverse"><path d="M0,0L10,5L0,10z" fill="{LINE}"/></marker></defs>'
        f"{''.join(parts)}</svg>\n"
    )


if __name__ == "__main__":
    sys.stdout.write(narrow() if "narrow" in sys.argv[1:] else wide())
