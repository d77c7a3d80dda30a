"""The event source mapping between the queue and the forwarder.

Source: "ListEventSourceMappings", "UpdateEventSourceMapping" and "GetEventSourceMapping" in the AWS Lambda API
Reference; "Handling errors for an SQS event source in Lambda" in the AWS Lambda Developer Guide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_eic._values.reason import Reason
from constructs_eic.aws.pages import pages_of
from constructs_eic.aws.session import AwsError
from constructs_eic.records.redriver.control_plane import LONGEST_SECONDS, RequestRefusedError

if TYPE_CHECKING:
    from constructs_eic.records.client import Answer, LambdaClient
    from constructs_eic.records.redriver.control_plane import ControlPlane

ENABLED: Final = "Enabled"
DISABLED: Final = "Disabled"
_POLL_SECONDS: Final = 2.0
_NOT_FOUND: Final = "ResourceNotFoundException"
# States that end by themselves.
_PASSING: Final = ("Creating", "Disabling", "Updating")
_PARTIAL_BATCHES: Final = "ReportBatchItemFailures"


class EventSourceMapping:
    """The mapping that gives the messages of one queue to the forwarder.

    Args:
        client: A client of Lambda.
        plane: What sends the requests.
        told: The mapping as Lambda describes it.
        region: Its region.

    Attributes:
        uuid: Its identifier.
        state: Its state, as Lambda told it last.
        may_be_enabled: Whether it was enabled here, and is not known to be disabled again.
    """

    def __init__(
        self, client: LambdaClient, plane: ControlPlane, told: Answer, region: str
    ) -> None:
        self.uuid = str(told["UUID"])
        self.state = str(told.get("State", ""))
        self.may_be_enabled = False
        self._client = client
        self._plane = plane
        self._told = told
        self._region = region
        self._is_disabling = False

    @property
    def function_arn(self) -> str:
        """The ARN of the function that gets the messages."""
        return str(self._told["FunctionArn"])

    @property
    def takes_messages(self) -> bool:
        """Whether it gives messages to the function now, or will soon."""
        return self.state not in (DISABLED, "Disabling", "Deleting")

    @property
    def maximum_concurrency(self) -> int | None:
        """How many forwarders it runs at the same time at most, if that is limited."""
        limit = self._told.get("ScalingConfig", {}).get("MaximumConcurrency")
        return None if limit is None else int(limit)

    def problem(self) -> str | None:
        """Return why events would be lost or sent twice if it was enabled, if they would."""
        if _PARTIAL_BATCHES not in self._told.get("FunctionResponseTypes", ()):
            return f"it does not have {_PARTIAL_BATCHES}: SQS would delete what could not be sent"
        if self._told.get("FilterCriteria", {}).get("Filters"):
            return "it has filters: Lambda deletes the messages that do not match"
        if self.state not in (DISABLED, *_PASSING):
            return (
                f"it is already enabled (state {self.state}, since {self._told.get('LastModified')}): another "
                f"redrive runs, or was killed; once none runs, disable it: {self._how_to_disable}"
            )
        return None

    def enable(self) -> None:
        """Enable it, once it is disabled, and return when it is.

        Raises:
            AwsError: it cannot be enabled; `may_be_enabled` says whether it may be nevertheless.
        """
        self._refresh()
        self._wait_for(DISABLED, ENABLED)
        problem = self.problem()
        if problem:  # somebody else was faster
            raise AwsError(f"the event source mapping {self.uuid}: {problem}")
        self.may_be_enabled = True  # before the request: an answer may not arrive
        try:
            self._update(is_enabled=True)
        except RequestRefusedError as error:
            self.may_be_enabled = error.may_be_done
            raise
        self._wait_for(ENABLED)

    def disable(self) -> None:
        """Disable it, if it may be enabled, and return when it is.

        Raises:
            AwsError: it cannot be disabled.
        """
        if not self.may_be_enabled:
            return
        try:
            self._update(is_enabled=False)
            self._is_disabling = True
            self._wait_for(DISABLED)
        except RequestRefusedError as error:
            if error.code != _NOT_FOUND:  # a mapping that was deleted sends nothing
                raise
            self.state = "deleted"
        self.may_be_enabled = False

    def is_stopped(self) -> bool:
        """Ask Lambda whether somebody else has disabled or deleted it."""
        try:
            self._refresh()
        except RequestRefusedError as error:
            if error.code != _NOT_FOUND:
                raise
            self.state = "deleted"
        return self.state in (DISABLED, "Disabling", "Deleting", "deleted")

    def warning(self) -> Reason | None:
        """Return that it may still be enabled, and how to disable it."""
        if not self.may_be_enabled:
            return None
        if self._is_disabling:
            return Reason(
                f"the event source mapping {self.uuid} is being disabled; whether it is: 'aws lambda "
                f"get-event-source-mapping --uuid {self.uuid} --region {self._region}'"
            )
        return Reason(
            f"the event source mapping {self.uuid} is still enabled, and its forwarder sends events; disable it: "
            f"{self._how_to_disable}"
        )

    @property
    def disabling_command(self) -> str:
        """The command that disables it."""
        return f"aws lambda update-event-source-mapping --uuid {self.uuid} --no-enabled --region {self._region}"

    @property
    def _how_to_disable(self) -> str:
        return f"'{self.disabling_command}', or 'terraform apply'"

    def _update(self, *, is_enabled: bool) -> None:
        answer = self._plane.ask(
            self._client.update_event_source_mapping, UUID=self.uuid, Enabled=is_enabled
        )
        self.state = str(answer.get("State", ""))

    def _refresh(self) -> None:
        answer = self._plane.ask(self._client.get_event_source_mapping, UUID=self.uuid)
        self.state = str(answer.get("State", ""))

    def _wait_for(self, *states: str) -> None:
        for _ in range(round(LONGEST_SECONDS / _POLL_SECONDS)):
            if self.state in states:
                return
            self._plane.pause(_POLL_SECONDS)
            self._refresh()
        raise AwsError(
            f"the event source mapping {self.uuid} is still {self.state} after {LONGEST_SECONDS / 60:.0f} minutes, "
            f"not {' or '.join(states)}"
        )


def find_mapping(
    client: LambdaClient,
    plane: ControlPlane,
    function_arn: str,
    queue_arn: str,
    region: str,
) -> EventSourceMapping:
    """Return the mapping that gives the messages of a queue to a function, and to no other function meanwhile.

    Args:
        client: A client of Lambda in the queue's region.
        plane: What sends the requests.
        function_arn: The function's ARN.
        queue_arn: The queue's ARN.
        region: The queue's region.

    Raises:
        AwsError: there is none, or more than one, or another function reads the queue, too.
    """

    def ask(marker: str | None) -> Answer:
        more = {"Marker": marker} if marker else {}
        return plane.ask(client.list_event_source_mappings, EventSourceArn=queue_arn, **more)

    pages = pages_of(ask, lambda page: page.get("NextMarker"))
    of_queue = [
        EventSourceMapping(client, plane, each, region)
        for page in pages
        for each in page["EventSourceMappings"]
    ]
    found = [each for each in of_queue if each.function_arn == function_arn]
    if len(found) != 1:
        number = (
            f"{len(found):,} event source mappings give"
            if found
            else "no event source mapping gives"
        )
        name = function_arn.rpartition(":")[2]
        raise AwsError(
            f"{number} the messages of {queue_arn} to {name}, where a Redriver has one; is {name} the forwarder's "
            "name, and this its source?"
        )
    for other in of_queue:
        if other.function_arn != function_arn and other.takes_messages:
            raise AwsError(
                f"{other.function_arn} reads {queue_arn}, too, and would take a part of its messages: the event "
                f"source mapping {other.uuid} is enabled; disable it: '{other.disabling_command}'"
            )
    return found[0]
