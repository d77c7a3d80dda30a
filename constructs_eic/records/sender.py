"""Lambda's `Invoke`, asynchronously, until it is accepted or refused.

Source: "Invoke" in the AWS Lambda API Reference, "Lambda quotas" in the AWS Lambda Developer Guide.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from botocore import exceptions as boto

from constructs_eic.aws.errors import (
    UNREACHABLE,
    is_denied,
    is_login_failure,
    is_not_found,
    reason_of,
)
from constructs_eic.aws.session import AwsError

if TYPE_CHECKING:
    from threading import Event

    from constructs_eic.aws.rate_limit import Pace
    from constructs_eic.aws.session import Session
    from constructs_eic.records.client import LambdaClient
    from constructs_eic.records.invocation_target import InvocationTarget

# In Lambda's documentation, a megabyte is 1,024 kilobytes.
LARGEST_EVENT = 2**20

_ACCEPTED = 202
_THROTTLED = 429
_SERVER_ERROR = 500
_ATTEMPTS = 8
_ATTEMPTS_TO_REACH = 3
_FIRST_WAIT_SECONDS = 0.2
_LONGEST_WAIT_SECONDS = 20.0


@dataclass(frozen=True)
class Answer:
    """How Lambda answered to an event.

    Attributes:
        request_id: The request id of the new invocation; `None` if it was not accepted.
        reason: Why it was not accepted.
        is_unclear: Whether a try got no clear answer, so that Lambda may have the event from that one.
    """

    request_id: str | None = None
    reason: str = ""
    is_unclear: bool = False


class Sender:
    """Sends events, from several threads at a time.

    Args:
        session: The session whose credentials are used.
        pace: Waited for before each request.
        connections: Number of connections to Lambda in one region.
        stop: When set, ends the waiting between tries.
    """

    def __init__(self, session: Session, pace: Pace, connections: int, stop: Event) -> None:
        self._session = session
        self._pace = pace
        self._connections = connections
        self._stop = stop
        self._clients: dict[str, LambdaClient] = {}
        self._hopeless: dict[InvocationTarget, str] = {}
        self._lock = Lock()

    def send(self, target: InvocationTarget, payload: bytes) -> Answer:
        """Send one event.

        Raises:
            AwsError: no event can be sent at all, with these credentials.
        """
        if target in self._hopeless:
            return Answer(reason=self._hopeless[target])
        is_unclear = False
        reason = "interrupted"
        for attempt in range(_ATTEMPTS):
            if attempt and self._stop.wait(_pause(attempt)):
                break
            try:
                return self._invoke(target, payload, is_unclear=is_unclear)
            except UNREACHABLE as error:
                reason = reason_of(error)
                if attempt + 1 == _ATTEMPTS_TO_REACH:
                    self._hopeless[target] = reason
                    break
            except boto.ClientError as error:
                reason = reason_of(error)
                status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
                if status < _SERVER_ERROR and status != _THROTTLED:
                    return self._refused(target, error, is_unclear=is_unclear)
                # A server that failed may have put the event into its queue first.
                is_unclear = is_unclear or status >= _SERVER_ERROR
            except boto.BotoCoreError as error:
                reason = reason_of(error)
                if is_login_failure(error):
                    raise AwsError(reason) from error
                is_unclear = True
        return Answer(reason=reason, is_unclear=is_unclear)

    def _invoke(self, target: InvocationTarget, payload: bytes, *, is_unclear: bool) -> Answer:
        client = self._client(target.region)
        self._pace.wait()
        qualifier = {"Qualifier": target.qualifier} if target.qualifier else {}
        answer = client.invoke(
            FunctionName=target.function, InvocationType="Event", Payload=payload, **qualifier
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
        if is_login_failure(error):
            raise AwsError(reason_of(error)) from error
        reason = reason_of(error)
        if is_not_found(error):
            told = error.response["Error"].get("Message", "not found")
            reason = f"{target} no longer exists ({told}); give --to another function or qualifier"
        if is_not_found(error) or is_denied(error):
            self._hopeless[target] = reason
        return Answer(reason=reason, is_unclear=is_unclear)

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


def _pause(attempt: int) -> float:
    longest = min(_LONGEST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2.0**attempt)
    return random.uniform(longest / 2, longest)  # noqa: S311 - spreads requests
