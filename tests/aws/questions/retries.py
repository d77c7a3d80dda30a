"""How often is a failing event tried, and how long does Lambda wait in between?"""

from __future__ import annotations

import secrets
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.aws.stage import Stage

CREATES = {"function": 1}
_TRIES = 3


def ask(stage: Stage) -> dict[str, Any]:
    """The seconds between the tries of an event with two retries, and how many tries there were."""
    function, token = stage.function("retries"), secrets.token_hex(8)
    stage.configure(function, MaximumRetryAttempts=_TRIES - 1)
    stage.invoke(function, token)

    def all_tries() -> list[float] | None:
        tries = stage.tries(function, token)
        return tries if len(tries) >= _TRIES else None

    tries = stage.within_patience(all_tries) or stage.tries(function, token)
    return {
        "tries": len(tries),
        "seconds between them": [round(later - earlier) for earlier, later in pairwise(tries)],
    }
