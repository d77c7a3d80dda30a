"""Lambda's `Invoke`, asynchronously, until it is accepted or refused.

Source: "Invoke" in the AWS Lambda API Reference, "Lambda quotas" in the AWS Lambda Developer Guide.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from botocore import exceptions as boto

from constructs_eic._values.reason import Argument, Reason
from constructs_eic.aws.errors import (
    UNREACHABLE,
    is_denied,
    is_login_failure,
    is_not_found,
    message_of,
    reason_of,
)
from constructs_eic.aws.session import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from constructs_eic.aws.clock import Clock
    from constructs_eic.aws.rate_limit import Slots
    from constructs_eic.aws.session import Session
    from constructs_eic.records.client import LambdaClient
    from constructs_eic.records.invocation_target import InvocationTarget

_ACCEPTED = 202
_THROTTLED = 429
_SERVER_ERROR = 500
_ATTEMPTS = 8
_ATTEMPTS_TO_REACH = 3
_FIRST_WAIT_SECONDS = 0.2
_LONGEST_WAIT_SECONDS = 20.0
_SECONDS_BETWEEN_NOTES = 30.0


@dataclass(frozen=True)
class Answer:
    """The answer of Lambda to an event.

    Attributes:
        request_id: The request id of the new invocation; `None` if it was not accepted.
        reason: Why it was not accepted.
        is_unclear: Whether a try got no clear answer, so that Lambda may have the event from that one.
        is_withheld: Whether it was not sent, or not sent again, because it no longer may be.
        error: Why no event at all can be sent with these credentials.
    """

    request_id: str | None = None
    reason: str = ""
    is_unclear: bool = False
    is_withheld: bool = False
    error: AwsError | None = None


class Sender:
    """Sends events, from several threads at a time.

    Args:
        session: The session whose credentials are used.
        slots: When requests may be sent.
        connections: Number of connections to Lambda in one region.
        stop: When set, nothing more is sent.
        clock: The clock by which it waits.
        note: Called, now and then, while Lambda throttles.
    """

    def __init__(
        self,
        session: Session,
        slots: Slots,
        connections: int,
        stop: Event,
        clock: Clock,
        note: Callable[[str], None],
    ) -> None:
        self._session = session
        self._slots = slots
        self._connections = connections
        self._stop = stop
        self._clock = clock
        self._note = note
        self._clients: dict[str, LambdaClient] = {}
        self._hopeless: dict[InvocationTarget, str] = {}
        self._next_note = 0.0
        self._lock = Lock()

    def send(self, target: InvocationTarget, event: bytes, may_send: Callable[[], bool]) -> Answer:
        """Send one event.

        Args:
            target: Where it is sent.
            event: The event.
            may_send: Returns, right before each try, whether the event is still ours to send.
        """
        if target in self._hopeless:
            return Answer(reason=self._hopeless[target])
        is_unclear = False
        reason: str = "interrupted"
        for attempt in range(_ATTEMPTS):
            if not self._is_time(attempt) or not may_send():
                return Answer(reason=reason, is_unclear=is_unclear, is_withheld=True)
            try:
                return self._invoke(target, event, is_unclear=is_unclear)
            except UNREACHABLE as error:
                reason = reason_of(error)
                # The request was sent: Lambda may have accepted the event without answering in time.
                is_unclear = is_unclear or isinstance(error, boto.ReadTimeoutError)
                if attempt + 1 == _ATTEMPTS_TO_REACH:
                    self._hopeless[target] = reason
                    break
            except boto.ClientError as error:
                reason = reason_of(error)
                status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
                if status < _SERVER_ERROR and status != _THROTTLED:
                    return self._refused(target, error, is_unclear=is_unclear)
                if status == _THROTTLED:
                    self._say_throttled(message_of(error))
                # A server that failed may have put the event into its queue first.
                is_unclear = is_unclear or status >= _SERVER_ERROR
            except boto.BotoCoreError as error:
                reason = reason_of(error)
                if is_login_failure(error):
                    return Answer(reason=reason, is_unclear=is_unclear, error=AwsError(reason))
                is_unclear = True
        return Answer(reason=reason, is_unclear=is_unclear)

    def _is_time(self, attempt: int) -> bool:
        """Wait for the pause between two tries and for the rate; return false if it ends with the stop."""
        pause = _pause(attempt) if attempt else 0.0
        return self._wait(pause) and self._wait(self._slots.slot())

    def _wait(self, seconds: float) -> bool:
        if seconds > 0:
            return not self._clock.wait(self._stop, seconds)
        return not self._stop.is_set()

    def _invoke(self, target: InvocationTarget, event: bytes, *, is_unclear: bool) -> Answer:
        client = self._client(target.region)
        qualifier = {"Qualifier": target.qualifier} if target.qualifier else {}
        answer = client.invoke(
            FunctionName=target.function, InvocationType="Event", Payload=event, **qualifier
        )
        answer["Payload"].read()  # empty, but the connection is not used again before
        status = answer["StatusCode"]
        if status != _ACCEPTED:
            return Answer(
                reason=f"the answer is {status}, not {_ACCEPTED}; check AWS_ENDPOINT_URL, and any proxy on the way",
                is_unclear=True,
            )
        return Answer(
            request_id=str(answer["ResponseMetadata"].get("RequestId")), is_unclear=is_unclear
        )

    def _refused(
        self, target: InvocationTarget, error: boto.ClientError, *, is_unclear: bool
    ) -> Answer:
        reason = reason_of(error)
        if is_login_failure(error):
            return Answer(reason=reason, is_unclear=is_unclear, error=AwsError(reason))
        if is_not_found(error):
            reason = _not_found(target, message_of(error))
        if is_not_found(error) or is_denied(error):
            self._hopeless[target] = reason
        return Answer(reason=reason, is_unclear=is_unclear)

    def _say_throttled(self, message: str) -> None:
        with self._lock:
            now = self._clock.now()
            if now < self._next_note:
                return
            self._next_note = now + _SECONDS_BETWEEN_NOTES
        self._note(
            Reason(
                f"Lambda throttles ({message}): waiting and trying again, in {_LONGEST_WAIT_SECONDS:.0f} "
                "seconds at the latest; a lower ",
                Argument("max_rate"),
                " avoids it",
            )
        )

    def _client(self, region: str) -> LambdaClient:
        with self._lock:
            if region not in self._clients:
                self._clients[region] = self._session.client(
                    "lambda",
                    region,
                    # A request that botocore retries by itself would not be known to be a retry.
                    retries={"total_max_attempts": 1, "mode": "standard"},
                    connections=self._connections,
                )
            return self._clients[region]


def _not_found(target: InvocationTarget, message: str) -> Reason:
    if target.is_redirected:
        return Reason(
            f"{target} is not found ({message}); check what is given for ", Argument("to")
        )
    return Reason(
        f"{target} no longer exists ({message}); give ",
        Argument("to"),
        " another function or qualifier",
    )


def _pause(attempt: int) -> float:
    longest = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2.0**attempt)
    return random.uniform(longest / 2, longest)  # noqa: S311 - spreads requests
