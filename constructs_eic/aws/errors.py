"""Explains to the user why a request to AWS failed."""

from __future__ import annotations

from typing import TypeGuard

from botocore import exceptions as boto

from constructs_eic._values.reason import Argument, Reason

_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
_UNKNOWN_CREDENTIALS = {
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
_DENIED = {
    "403",  # of a request without a body in its answer, such as HeadBucket
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "UnauthorizedOperation",
}
_THROTTLED = {
    "TooManyRequestsException",
    "ThrottlingException",
    "Throttling",
    "RequestLimitExceeded",
}

# By the API's operation, if its IAM action is not "lambda:" and the operation's name.
_ACTIONS = {
    "ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "DeleteMessageBatch": "sqs:DeleteMessage",
    "GetQueueAttributes": "sqs:GetQueueAttributes",
    "GetQueueUrl": "sqs:GetQueueUrl",
    "ReceiveMessage": "sqs:ReceiveMessage",
    "DeleteObject": "s3:DeleteObject",
    "DeleteObjects": "s3:DeleteObject",
    "GetObject": "s3:GetObject",
    "ListObjectsV2": "s3:ListBucket",
    "Invoke": "lambda:InvokeFunction",
}

_LOG_IN = "log in again ('aws sso login', 'aws login') or renew the keys"
_REACH = "check the region's name, the network, any proxy and AWS_ENDPOINT_URL"
_CHECK_ENDPOINT = "check AWS_ENDPOINT_URL, and any proxy or portal on the way"

_UNUSABLE_CREDENTIALS = (
    boto.CredentialRetrievalError,
    boto.SSOError,
    boto.TokenRetrievalError,
    boto.PartialCredentialsError,
)

UNREACHABLE = (
    boto.EndpointConnectionError,
    boto.ConnectTimeoutError,
    boto.ReadTimeoutError,
    boto.ProxyConnectionError,
    boto.SSLError,
)


class RepeatedMarkerError(Exception):
    """A list with a page that refers back to an earlier page: it would never end."""

    def __init__(self, marker: str) -> None:
        super().__init__(f"the pagination marker {marker!r} was returned twice")


def reason_of(error: Exception, action: str | None = None) -> Reason:
    """Return what `error`, from boto3 or from reading its response, means and what to do about it.

    Args:
        error: What was raised.
        action: The request's action in IAM, where the operation's name does not tell it.
    """
    if isinstance(error, boto.ClientError):
        return _reason_of_answer(error, action)
    if isinstance(error, boto.NoCredentialsError):
        return Reason(
            "no AWS credentials; run 'aws configure' or 'aws sso login', set AWS_PROFILE, or give ",
            Argument("profile"),
        )
    return Reason(_reason_without_answer(error))


def _reason_without_answer(error: Exception) -> str:
    if isinstance(error, UNREACHABLE):
        return f"unreachable ({error}); {_REACH}"
    if isinstance(error, _UNUSABLE_CREDENTIALS):
        return f"the credentials cannot be used ({error}); {_LOG_IN}"
    if isinstance(error, RepeatedMarkerError):
        return f"the list never ends: {error}; {_CHECK_ENDPOINT}"
    if is_never_sent(error):
        # The message contains the header, and so the secret.
        return f"the credentials hold a character that no key has, such as a line break; {_LOG_IN}"
    if not isinstance(error, boto.BotoCoreError):
        return (
            f"the answer is not one of AWS's ({type(error).__name__}: {error}); {_CHECK_ENDPOINT}"
        )
    return f"{type(error).__name__}: {error}"


def is_not_found(error: Exception) -> TypeGuard[boto.ClientError]:
    """Return whether Lambda returned that there is no such function, qualifier or configuration."""
    return isinstance(error, boto.ClientError) and _code(error) == "ResourceNotFoundException"


def is_denied(error: Exception) -> bool:
    """Return whether IAM does not allow the request."""
    return isinstance(error, boto.ClientError) and _code(error) in _DENIED


def is_throttled(error: Exception) -> bool:
    """Return whether there were too many requests, so that the same one can succeed later."""
    return isinstance(error, boto.ClientError) and _code(error) in _THROTTLED


def is_login_failure(error: Exception) -> bool:
    """Return whether no request at all can succeed with these credentials."""
    if isinstance(error, boto.ClientError):
        return _code(error) in _EXPIRED | _UNKNOWN_CREDENTIALS
    return is_never_sent(error) or isinstance(
        error, (boto.NoCredentialsError, *_UNUSABLE_CREDENTIALS)
    )


def is_never_sent(error: object) -> bool:
    """Return whether a request has a header that HTTP does not allow: no retry would be sent either."""
    return isinstance(error, boto.HTTPClientError) and "Invalid header value" in str(error)


def _reason_of_answer(error: boto.ClientError, action: str | None) -> Reason:
    code = _code(error)
    message = message_of(error)
    action = action or _ACTIONS.get(error.operation_name, f"lambda:{error.operation_name}")
    if code in _EXPIRED:
        return Reason(f"the session's token has expired; {_LOG_IN}")
    if code in _UNKNOWN_CREDENTIALS:
        return Reason(f"AWS does not accept the credentials here ({code}: {message}); {_LOG_IN}")
    if code in _DENIED:
        return Reason(f"denied ({message}); allow {action}")
    if code in _THROTTLED:
        return Reason(
            f"throttled at every try ({message}); try again with a lower ", Argument("max_rate")
        )
    if code == "ResourceNotFoundException":
        return Reason(f"not found ({message}); it was deleted meanwhile")
    return Reason(f"{action} failed ({code}: {message})")


def message_of(error: boto.ClientError) -> str:
    """AWS's message, without the text that boto3 puts around it."""
    return str(error.response.get("Error", {}).get("Message") or "no message")


def code_of(error: Exception) -> str:
    """The code of AWS's answer; empty if the error is not one."""
    return _code(error) if isinstance(error, boto.ClientError) else ""


def _code(error: boto.ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
