"""How Lambda refuses a configuration; what the account or the service fails at is no answer to a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

CONFLICT = "ResourceConflictException"
# Source: `PutFunctionEventInvokeConfig` in the AWS Lambda API Reference, "Errors", without those that do not tell
# whether the configuration is accepted (`ServiceException`, `TooManyRequestsException`, "Common Errors").
_CODES = {
    CONFLICT,
    "InvalidParameterValueException",
    "ResourceNotFoundException",
    "ValidationException",
}


def refusal(put: Callable[[], object]) -> dict[str, str] | None:
    """The code and message with which Lambda refuses what is put; `None` if it is accepted.

    Raises:
        ClientError: Lambda did not answer whether it accepts the configuration.
    """
    try:
        put()
    except ClientError as error:
        if error.response["Error"]["Code"] not in _CODES:
            raise
        refused: dict[str, str] = dict(error.response["Error"])
        return refused
    return None
