"""One line of the inventory, as Lambda stores it.

Source: `FunctionEventInvokeConfig` in the AWS Lambda API Reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

from constructs_eic._values.function_reference import LATEST

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = (
    "region",
    "function_name",
    "qualifier",
    "maximum_event_age_in_seconds",
    "maximum_retry_attempts",
    "destination_config",
)

Outcome = Literal["OnFailure", "OnSuccess"]


class FunctionEventInvokeConfig(TypedDict, total=False):
    """A configuration as the API returns it; what was never set is absent."""

    FunctionArn: str
    MaximumEventAgeInSeconds: int
    MaximumRetryAttempts: int
    DestinationConfig: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Entry:
    """A configuration, or a function that has none.

    Attributes:
        region: The function's region.
        function_name: The function's name only.
        qualifier: `$LATEST`, a version or an alias; `None` for a function that has no configuration.
        maximum_event_age_in_seconds: `None` if it was never set.
        maximum_retry_attempts: `None` if it was never set.
        destination_config: As the API returns it, including empty outcomes.
        arn: The function's ARN as the API wrote it, with its qualifier if it wrote one.
    """

    region: str
    function_name: str
    qualifier: str | None = None
    maximum_event_age_in_seconds: int | None = None
    maximum_retry_attempts: int | None = None
    destination_config: Mapping[str, Mapping[str, str]] | None = None
    arn: str = ""

    @classmethod
    def of(cls, region: str, function_name: str, answer: FunctionEventInvokeConfig) -> Entry:
        """The configuration in `answer`, which the API returned for `function_name`.

        Raises:
            Exception: the answer does not have the form of Lambda's.
        """
        arn = answer["FunctionArn"]
        entry = cls(
            region,
            function_name,
            _qualifier_in(arn, function_name) or LATEST,
            answer.get("MaximumEventAgeInSeconds"),
            answer.get("MaximumRetryAttempts"),
            answer.get("DestinationConfig"),
            arn,
        )
        for value, of_type in (
            (entry.destination("OnFailure"), str),
            (entry.destination("OnSuccess"), str),
            (entry.maximum_event_age_in_seconds, int),
            (entry.maximum_retry_attempts, int),
        ):
            # botocore passes on whatever the JSON contains.
            if value is not None and not isinstance(value, of_type):
                raise TypeError(f"{value!r} for {of_type.__name__}")
        return entry

    @property
    def named_qualifier(self) -> str | None:
        """The qualifier in the ARN that the API returned; AWS writes `$LATEST`, some emulators nothing."""
        return _qualifier_in(self.arn, self.function_name)

    @property
    def account(self) -> str:
        """The account in the ARN that the API returned; empty if there is none."""
        parts = self.arn.split(":", 5)
        return parts[4] if len(parts) > 5 else ""

    def destination(self, outcome: Outcome) -> str | None:
        """The ARN that events of this outcome are sent to, if there is one."""
        return ((self.destination_config or {}).get(outcome) or {}).get("Destination") or None

    @property
    def order(self) -> tuple[str, str, int, int, str]:
        """The entry's position in a sorted listing: `$LATEST`, versions by number, aliases."""
        qualifier = self.qualifier or ""
        is_version = qualifier.isdecimal() and qualifier.isascii()
        rank = 0 if qualifier in ("", LATEST) else 1 if is_version else 2
        version = int(qualifier) if is_version else 0
        # The ARN's own spelling last, so that an emulator's two spellings of $LATEST keep their order.
        return self.region, self.function_name, rank, version, f"{qualifier} {self.arn}"


def _qualifier_in(arn: str, function_name: str) -> str | None:
    # The name is known, so that a hostile one with a colon in it cannot pass for a qualifier.
    _, _, resource = arn.partition(":function:")
    return resource.removeprefix(function_name).removeprefix(":") or None
