"""Requests to Lambda's control plane, which are sent again while it throttles or is busy.

Source: "Lambda quotas" in the AWS Lambda Developer Guide: 15 requests a second for all of an account's clients in a
region; "UpdateEventSourceMapping" and "UpdateFunctionConfiguration" in the AWS Lambda API Reference.
"""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Final

from botocore import exceptions as boto

from constructs_eic._values.reason import Reason
from constructs_eic.aws.errors import UNREACHABLE, code_of, is_throttled, message_of, reason_of
from constructs_eic.aws.session import AwsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_eic.aws.clock import Clock
    from constructs_eic.records.client import Answer

LONGEST_SECONDS: Final = 300.0
_BUSY: Final = {"ResourceConflictException", "ResourceInUseException"}
_SERVER_ERROR: Final = 500
_ATTEMPTS_TO_REACH: Final = 3
_LONGEST_PAUSE_SECONDS: Final = 20.0
_SECONDS_BETWEEN_NOTES: Final = 30.0


class RequestRefusedError(AwsError):
    """Lambda refused a request, and would refuse it again.

    Attributes:
        code: The code of Lambda's answer.
        may_be_done: Whether an earlier try, whose answer did not come or was an internal error, may have succeeded.
    """

    def __init__(self, error: boto.ClientError, *, may_be_done: bool = False) -> None:
        super().__init__(reason_of(error))
        self.code = code_of(error)
        self.may_be_done = may_be_done


class ControlPlane:
    """Lambda's control plane, as one client of it sees it.

    Args:
        clock: The clock by which it waits.
        note: Called, now and then, with what is waited for.
    """

    def __init__(self, clock: Clock, note: Callable[[str], None]) -> None:
        self._clock = clock
        self._note = note
        self._next_note = 0.0

    def ask(self, request: Callable[..., Answer], **given: object) -> Answer:
        """Send a request until it is answered.

        Args:
            request: The method of boto3's client.
            given: Its arguments.

        Raises:
            RequestRefusedError: Lambda refuses it.
            AwsError: it got no answer, or Lambda throttled each try or was busy for five minutes.
        """
        until = self._clock.now() + LONGEST_SECONDS
        attempt = 0
        may_be_done = False
        while True:
            attempt += 1
            try:
                return request(**given)
            except UNREACHABLE as error:
                may_be_done = True
                if attempt == _ATTEMPTS_TO_REACH:
                    raise AwsError(reason_of(error)) from error
            except boto.ClientError as error:
                waits_for = _what_passes(error)
                if waits_for is None:
                    raise RequestRefusedError(error, may_be_done=may_be_done) from error
                may_be_done = may_be_done or not is_throttled(error)
                if self._clock.now() >= until:
                    minutes = LONGEST_SECONDS / 60
                    raise AwsError(
                        f"{waits_for} at every try for {minutes:.0f} minutes ({message_of(error)})"
                    ) from error
                self._say(f"{waits_for} ({message_of(error)}): waiting and trying again")
            except boto.BotoCoreError as error:
                raise AwsError(reason_of(error)) from error
            self.pause(min(_LONGEST_PAUSE_SECONDS, 2.0 ** (attempt - 1)))

    def pause(self, seconds: float) -> None:
        """Wait."""
        self._clock.wait(Event(), seconds)

    def _say(self, what: str) -> None:
        now = self._clock.now()
        if now >= self._next_note:
            self._next_note = now + _SECONDS_BETWEEN_NOTES
            self._note(Reason(what))


def _what_passes(error: boto.ClientError) -> str | None:
    """Return what is to be waited for, if the same request can succeed later."""
    if is_throttled(error):
        return "Lambda's control plane throttles"
    if code_of(error) in _BUSY:
        return "Lambda is still applying an earlier change"
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return "Lambda has an internal error" if status >= _SERVER_ERROR else None
