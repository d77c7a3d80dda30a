"""When does a role's permission count, and is the queue's own policy enough in its place?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.aws.stage import Function, Stage

CREATES = {"function": 2, "queue": 1}


def ask(stage: Stage) -> dict[str, Any]:
    """Whether a configuration is accepted: without permission, by the queue's policy, by the role's policy."""
    queue = stage.queue("permissions")
    function = stage.function("permissions", permitted=False)
    without = _is_accepted(stage, function, queue)
    role = stage.arn("iam", f"role/{function.name}")
    allow = {
        "Effect": "Allow",
        "Principal": {"AWS": role},
        "Action": "sqs:SendMessage",
        "Resource": queue,
    }
    stage.attach(queue, allow)
    by_queue = bool(stage.within_patience(lambda: _is_accepted(stage, function, queue)))
    stage.client("sqs").set_queue_attributes(QueueUrl=stage.url(queue), Attributes={"Policy": ""})
    other = stage.function("permitted-later", permitted=False)
    began = time.monotonic()
    stage.permit(other.name, ["sqs:SendMessage"], queue)
    by_role = bool(stage.within_patience(lambda: _is_accepted(stage, other, queue)))
    return {
        "accepted without any policy": without,
        "accepted by the queue's policy alone": by_queue,
        "accepted by the role's policy": by_role,
        "seconds until the role's policy counted": round(time.monotonic() - began),
    }


def _is_accepted(stage: Stage, function: Function, queue: str) -> bool:
    destination = {"OnFailure": {"Destination": queue}}
    return stage.refusal(function.name, DestinationConfig=destination) is None
