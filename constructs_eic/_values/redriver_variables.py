"""The environment variables of the forwarder that a `Redriver` deploys."""

from __future__ import annotations

from typing import Final

# Written by the command before it enables the event source mapping: messages that arrive later are not sent.
START: Final = "REDRIVE_START"
# Written by the construct: the queue for messages whose events are not sent.
PARKING: Final = "PARKING_QUEUE_URL"
