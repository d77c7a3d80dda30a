"""The life of an asynchronous event, for a wide page and for a narrow one."""

from __future__ import annotations

from typing import Final

from tools.pages.pictures.shapes import GREEN, PURPLE, RED, Box, arrow, svg

_ABOUT: Final = "The life of an asynchronous event"


def wide() -> str:
    """The picture for a page on a screen."""
    source = Box(20, 150, "Event", "S3, SNS, EventBridge, …")
    queue = Box(250, 150, "Lambda's queue", "up to 6 hours")
    function = Box(490, 150, "Function", "up to 2 retries")
    success = Box(790, 60, "on_success", "queue, topic, function, bus", GREEN, width=180)
    failure = Box(790, 150, "on_failure", "queue, topic, … or bucket", RED, width=180)
    alarms = Box(790, 250, "LostEventAlarms", "notify the on-call engineer", PURPLE, width=180)
    redrive = Box(480, 320, "constructs-eic redrive", "sends the event again", PURPLE, width=190)
    check = Box(10, 40, "constructs-eic check", "before anything is deployed", PURPLE, width=190)
    declare = Box(250, 40, "EventInvokeConfig", "age, retries, destinations", PURPLE)
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
    return svg(980, 400, _ABOUT, parts)


def narrow() -> str:
    """The picture for a page on a phone: the steps one below the other."""
    source = Box(20, 20, "Event", "S3, SNS, EventBridge, …", width=180)
    queue = Box(20, 130, "Lambda's queue", "up to 6 hours", width=180)
    function = Box(20, 240, "Function", "up to 2 retries", width=180)
    failure = Box(20, 360, "on_failure", "queue, topic, … or bucket", RED, width=180)
    alarms = Box(20, 470, "LostEventAlarms", "notify the on-call engineer", PURPLE, width=180)
    check = Box(270, 20, "constructs-eic check", "before anything is deployed", PURPLE, width=190)
    declare = Box(270, 130, "EventInvokeConfig", "age, retries, destinations", PURPLE, width=190)
    success = Box(270, 240, "on_success", "queue, topic, function, bus", GREEN, width=190)
    redrive = Box(270, 360, "constructs-eic redrive", "sends the event again", PURPLE, width=190)
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
    return svg(480, 540, _ABOUT, parts)
