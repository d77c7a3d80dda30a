"""The conditions that select records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from constructs_eic._values.errors import Problems
from constructs_eic._values.lists import listed
from constructs_eic._values.reason import Argument, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from constructs_eic.records.record import InvocationRecord

_SUCCESS = "success"
_EXAMPLES: Final = {
    "functions": "'orders*'",
    "conditions": "'RetriesExhausted'",
    "error_types": "'TimeoutError'",
}


@dataclass(frozen=True)
class Selection:
    """Filters; an empty filter selects all.

    Attributes:
        functions: Patterns (`*`, `?`, `[abc]`; case-sensitive) of a function's name, or of `name:qualifier`.
        conditions: Why the records were written, such as `RetriesExhausted`; not case-sensitive.
        error_types: Classes of exceptions, such as `ValueError`.
        older_than: Only records that were written longer ago than this.
        newer_than: Only records that were written within this time.

    Raises:
        EventInvokeConfigError: a filter that takes a list is a string, or holds something else than strings; an age
            is not a `timedelta`, or is negative.

    Examples:
        >>> Selection(functions=["orders*"], newer_than=timedelta(hours=6)).functions
        ('orders*',)
    """

    functions: Sequence[str] = ()
    conditions: Sequence[str] = ()
    error_types: Sequence[str] = ()
    older_than: timedelta | None = None
    newer_than: timedelta | None = None

    def __post_init__(self) -> None:
        problems = Problems(lambda: type(self).__name__)
        for argument, example in _EXAMPLES.items():
            found = listed(argument, getattr(self, argument), str, example, problems)
            object.__setattr__(self, argument, found)
        for argument in ("older_than", "newer_than"):
            _check_age(argument, getattr(self, argument), problems)
        problems.raise_if_any()

    def mismatch(self, record: InvocationRecord, since: datetime, now: datetime) -> str | None:
        """Return which filter does not select `record`, in a few words that many records share.

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
            return "too recent"
        if self.newer_than is not None and age > self.newer_than:
            return "too old"
        return None

    def skip_reason(self, record: InvocationRecord, since: datetime, now: datetime) -> str | None:
        """Return why `record` is not sent back: a filter, or its condition unless that is selected by name."""
        mismatch = self.mismatch(record, since, now)
        if mismatch or self.conditions:
            return mismatch
        condition = record.condition or ""
        if record.is_recursion:
            return Reason("stopped as a loop; ", Argument("conditions", condition), " sends it")
        if condition.lower() == _SUCCESS:
            return Reason("not a failure; ", Argument("conditions", "Success"), " sends it")
        return None


def _names(record: InvocationRecord) -> list[str]:
    name, qualifier = record.function_name, record.qualifier
    if name is None:
        return []
    return [name, f"{name}:{qualifier or '$LATEST'}"]


def _check_age(argument: str, age: object, problems: Problems) -> None:
    if age is None:
        return
    if not isinstance(age, timedelta):
        problems.add(
            argument, age, "this is not a timedelta", "give one such as timedelta(hours=6), or None"
        )
    elif age < timedelta():
        problems.add(argument, age, "it is negative", "give the time that has passed since then")
