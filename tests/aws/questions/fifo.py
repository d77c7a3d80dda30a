"""Is a FIFO queue refused as a destination, or accepted and every record dropped?"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from tests.aws.refusal import refusal

if TYPE_CHECKING:
    from tests.aws.stage import Stage

CREATES = {"function": 1, "queue": 1}


def ask(stage: Stage) -> dict[str, Any]:
    """The refusal, or whether a record arrived."""
    function = stage.function("fifo")
    queue = stage.queue("fifo", FifoQueue="true", ContentBasedDeduplication="true")
    refused = refusal(
        lambda: stage.configure(
            function,
            MaximumRetryAttempts=0,
            DestinationConfig={"OnFailure": {"Destination": queue}},
        )
    )
    if refused:
        return {"refused": refused}
    token = secrets.token_hex(8)
    stage.invoke(function, token)
    return {"refused": None, "arrived": stage.received(queue, token) is not None}
