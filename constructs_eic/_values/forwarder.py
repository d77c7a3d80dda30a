"""What the construct, the command, the checks and the policies know of the forwarder that a `Redriver` deploys."""

from __future__ import annotations

from typing import Final

# Its function in Python, by which the checks know it.
HANDLER: Final = "constructs_eic.records.forwarder.handler"
# An environment variable that the command writes before it enables the event source mapping: messages that arrive
# later are not sent.
START: Final = "REDRIVE_START"
# An environment variable that the construct writes: the queue for messages whose events are not sent.
PARKING: Final = "PARKING_QUEUE_URL"

# `name_prefix` of `aws_iam_role` in the Terraform Registry.
_LONGEST_ROLE_NAME_PREFIX: Final = 38


def role_name_prefix(name: str) -> str:
    """What the name of a forwarder's role begins with: Terraform adds a unique suffix.

    >>> role_name_prefix("orders-redriver")
    'orders-redriver-'
    """
    return f"{name[: _LONGEST_ROLE_NAME_PREFIX - 1]}-"


def log_group_name(name: str) -> str:
    """The name of a forwarder's log group.

    >>> log_group_name("orders-redriver")
    '/aws/lambda/orders-redriver'
    """
    return f"/aws/lambda/{name}"
