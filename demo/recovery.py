"""Fixes the cause of the failure, and sends the failed event again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.command import constructs_eic

if TYPE_CHECKING:
    from demo.delivery import Delivery
    from demo.deployment import Deployment

_CAUSE = """\
    if event.get("fail"):
        raise RuntimeError(f"cannot process order {event.get('order')}")
"""


def deploy_the_fix(deployment: Deployment) -> None:
    """Remove the failing lines from the function's code, and deploy it."""
    deployment.project.edit("function/index.py", _CAUSE, "")
    deployment.project.synth()
    deployment.deploy()


def redrive(delivery: Delivery, deployment: Deployment) -> None:
    """Send the events of the records in the queue back to their function."""
    queue = delivery.queue_url.rpartition("/")[2]
    constructs_eic(
        deployment.project.folder, "redrive", queue, "--yes", environment=deployment.account
    )
