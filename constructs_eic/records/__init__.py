"""Reads records of asynchronous invocations and sends their events back to their functions.

`InvocationRecord` is pure Python. `read` and `redrive` need the extra `[cli]` and import boto3 when they are first
used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from constructs_eic.aws.session import AwsError
    from constructs_eic.records.api import read, redrive
    from constructs_eic.records.errors import InvocationRecordError
    from constructs_eic.records.outcome import Outcome, Redriven, Refused, Sent, Unselected
    from constructs_eic.records.policy import records_policy
    from constructs_eic.records.reading import WaitingRecord
    from constructs_eic.records.record import InvocationRecord
    from constructs_eic.records.selection import Selection

_MODULE_OF = {
    "AwsError": "aws.session",
    "InvocationRecord": "records.record",
    "InvocationRecordError": "records.errors",
    "Outcome": "records.outcome",
    "Redriven": "records.outcome",
    "Refused": "records.outcome",
    "Selection": "records.selection",
    "Sent": "records.outcome",
    "Unselected": "records.outcome",
    "WaitingRecord": "records.reading",
    "read": "records.api",
    "records_policy": "records.policy",
    "redrive": "records.api",
}

__all__ = [
    "AwsError",
    "InvocationRecord",
    "InvocationRecordError",
    "Outcome",
    "Redriven",
    "Refused",
    "Selection",
    "Sent",
    "Unselected",
    "WaitingRecord",
    "read",
    "records_policy",
    "redrive",
]


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"constructs_eic.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
