from __future__ import annotations

from typing import TYPE_CHECKING

from tests.framework import Fn, SqsQueue
from tests.round_trips import round_trips

if TYPE_CHECKING:
    from tests.framework import TerraformStack


def test_each_message_is_noted_with_type_and_member(stack: TerraformStack) -> None:
    with round_trips() as trips:
        queue = SqsQueue(stack, "queue")
        queue.arn  # noqa: B018
        queue.name = "given"
        queue.add_override("name", "other")
        Fn.element(["a"], 0)
    assert trips == [
        "create SqsQueue",
        "get SqsQueue.arn",
        "set SqsQueue.name",
        "invoke SqsQueue.addOverride",
        "sinvoke Fn.element",
    ]


def test_what_comes_later_is_not_noted(stack: TerraformStack) -> None:
    with round_trips() as trips:
        pass
    SqsQueue(stack, "queue")
    assert trips == []
