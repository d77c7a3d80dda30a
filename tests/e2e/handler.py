"""The code of every function in this suite: it prints its event, and fails if the event says so."""

from __future__ import annotations

import json
from typing import Any


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    print("received", json.dumps(event), flush=True)  # noqa: T201 - the log is what tests read
    if event.get("fail"):
        raise ValueError("told to fail")
    return {"answer": event}
