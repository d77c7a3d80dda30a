"""What the construct, the command and the checks know of the forwarder that a `Redriver` deploys."""

from __future__ import annotations

from typing import Final

# Its function in Python, by which the checks know it.
HANDLER: Final = "constructs_eic.records.forwarder.handler"
# An environment variable that the command writes before it enables the event source mapping: messages that arrive
# later are not sent.
START: Final = "REDRIVE_START"
# An environment variable that the construct writes: the queue for messages whose events are not sent.
PARKING: Final = "PARKING_QUEUE_URL"
