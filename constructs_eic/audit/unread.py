"""The facts that could not be read: each reason once, however many functions it is about."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from constructs_eic._values.reason import Reason
from constructs_eic.aws.errors import code_of, reason_of
from constructs_eic.iam.audit_actions import AUDIT_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

_COSTS: Final = {
    "lambda:ListFunctions": "the functions after it are not in the answer",
    "lambda:ListFunctionEventInvokeConfigs": "whether failed events are kept is not known",
    "lambda:ListAliases": "configurations of aliases that no longer exist are not found",
    "lambda:GetFunctionConfiguration": "configurations of versions that no longer exist are not found",
    "lambda:GetPolicy": "what their resource policies let invoke them is not known",
    "sns:ListSubscriptions": "the topics that invoke functions are not known",
    "events:ListEventBuses": "the rules that invoke functions are not known",
    "events:ListRules": "the rules that invoke functions are not known",
    "events:ListTargetsByRule": "the functions that the rules invoke are not known",
    "scheduler:ListSchedules": "the schedules that invoke functions are not known",
    "pipes:ListPipes": "the pipes that invoke functions are not known",
    "cloudwatch:DescribeAlarms": "the alarms are not known",
    "cloudwatch:GetMetricData": "how many events were lost is not known",
    "iam:GetAccountAuthorizationDetails": "whether the roles have the permissions is not known",
}
_OTHERWISE: Final = "what depends on it is not known"


@dataclass
class _Failure:
    reason: Reason
    cost: str
    subjects: set[str] = field(default_factory=set)


class UnreadFacts:
    """All facts that could not be read, collected from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: dict[tuple[str, str, str], _Failure] = {}

    def add(
        self, region: str, service: str, operation: str, subject: str, error: Exception
    ) -> None:
        """One request that failed.

        Args:
            region: Where.
            service: The service, as boto3 names it.
            operation: The operation of its API.
            subject: What was asked about; empty for a list.
            error: What boto3 raised.
        """
        action = AUDIT_ACTIONS[service][operation]
        key = (region, action, code_of(error) or type(error).__name__)
        with self._lock:
            failure = self._failures.get(key)
            if failure is None:
                reason = reason_of(error, action)
                failure = self._failures[key] = _Failure(reason, _COSTS.get(action, _OTHERWISE))
            failure.subjects.add(subject)

    def say(self, region: str, reason: str, subject: str = "") -> None:
        """One failure that has been put into words elsewhere."""
        with self._lock:
            failure = self._failures.setdefault(
                (region, str(reason), ""),
                _Failure(
                    reason if isinstance(reason, Reason) else Reason(reason),
                    _COSTS["lambda:ListFunctions"],
                ),
            )
            failure.subjects.add(subject)

    def lines(self) -> Iterator[Reason]:
        """A line for each reason, with the number of times and one example."""
        for (region, _, _), failure in sorted(self._failures.items()):
            named = sorted(filter(None, failure.subjects))
            further = f" and {len(named) - 1} more" if len(named) > 1 else ""
            about = f"{named[0]}{further}: " if named else ""
            yield Reason(f"{region}: {about}", failure.reason, f"; {failure.cost}")

    def __bool__(self) -> bool:
        return bool(self._failures)
