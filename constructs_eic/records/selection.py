"""Which records are selected."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from constructs_eic.records.record import InvocationRecord

_SUCCESS = "success"


@dataclass(frozen=True)
class Selection:
    """Filters; an empty filter selects all.

    Attributes:
        functions: Patterns (`*`, `?`, `[abc]`; case-sensitive) of a function's name, or of `name:qualifier`.
        conditions: Why the records were written, such as `RetriesExhausted`; not case-sensitive.
        error_types: Classes of exceptions, such as `ValueError`.
        older_than: Only records that were written longer ago than this.
        newer_than: Only records that were written within this time.
    """

    functions: Sequence[str] = ()
    conditions: Sequence[str] = ()
    error_types: Sequence[str] = ()
    older_than: timedelta | None = None
    newer_than: timedelta | None = None

    def refusal(self, record: InvocationRecord, since: datetime, now: datetime) -> str | None:
        """Why `record` is not selected, in a few words that many records share.

        Args:
            record: The record.
            since: When it arrived where it waits.
            now: The current time there.
        """
        if self.functions and not any(
            fnmatchcase(name, pattern) for name in _names(record) for pattern in self.functions
        ):
            return "another function"
        wanted = {condition.lower() for condition in self.conditions}
        if wanted and (record.condition or "").lower() not in wanted:
            return "another condition"
        if self.error_types and record.error_type not in self.error_types:
            return "another error type"
        age = now - (record.timestamp or since)
        if self.older_than is not None and age <= self.older_than:
            return "too young"
        if self.newer_than is not None and age > self.newer_than:
            return "too old"
        return None

    def reluctance(self, record: InvocationRecord) -> str | None:
        """Why a selected record should not be sent back: its condition, unless that was selected by name."""
        if self.conditions:
            return None
        if record.is_recursion:
            return f"stopped as a loop; --condition {record.condition} sends it"
        if (record.condition or "").lower() == _SUCCESS:
            return "not a failure; --condition Success sends it"
        return None


def _names(record: InvocationRecord) -> list[str]:
    name, qualifier = record.function_name, record.qualifier
    if name is None:
        return []
    return [name, f"{name}:{qualifier or '$LATEST'}"]
