"""Reads records of asynchronous invocations and sends their events back to their functions.

`InvocationRecord` is pure Python. `read`, `redrive` and `redrive_with` need the extra `[cli]` and import boto3 when
they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._lazy import lazy_names

if TYPE_CHECKING:
    from constructs_eic.aws.session import AwsError
    from constructs_eic.records.api import read, redrive
    from constructs_eic.records.errors import InvocationRecordError
    from constructs_eic.records.reading import WaitingRecord
    from constructs_eic.records.record import InvocationRecord
    from constructs_eic.records.redriver.api import redrive_with
    from constructs_eic.records.redriver.results import RedriverProgress, RedriverResult
    from constructs_eic.records.results import RecordResult, RedriveResult, Refused, Sent, Skipped
    from constructs_eic.records.selection import Selection

_MODULE_OF = {
    "AwsError": "constructs_eic.aws.session",
    "InvocationRecord": "constructs_eic.records.record",
    "InvocationRecordError": "constructs_eic.records.errors",
    "RecordResult": "constructs_eic.records.results",
    "RedriveResult": "constructs_eic.records.results",
    "RedriverProgress": "constructs_eic.records.redriver.results",
    "RedriverResult": "constructs_eic.records.redriver.results",
    "Refused": "constructs_eic.records.results",
    "Selection": "constructs_eic.records.selection",
    "Sent": "constructs_eic.records.results",
    "Skipped": "constructs_eic.records.results",
    "WaitingRecord": "constructs_eic.records.reading",
    "read": "constructs_eic.records.api",
    "redrive": "constructs_eic.records.api",
    "redrive_with": "constructs_eic.records.redriver.api",
}

__all__ = [
    "AwsError",
    "InvocationRecord",
    "InvocationRecordError",
    "RecordResult",
    "RedriveResult",
    "RedriverProgress",
    "RedriverResult",
    "Refused",
    "Selection",
    "Sent",
    "Skipped",
    "WaitingRecord",
    "read",
    "redrive",
    "redrive_with",
]

__getattr__, __dir__ = lazy_names(__name__, _MODULE_OF)
