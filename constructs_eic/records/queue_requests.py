"""The requests to one SQS queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore import exceptions as boto

from constructs_eic._values.reason import Reason
from constructs_eic.aws.errors import is_denied, is_login_failure, reason_of
from constructs_eic.aws.session import AwsError
from constructs_eic.records.in_flight_messages import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constructs_eic.records.client import Answer, SqsClient
    from constructs_eic.records.in_flight_messages import Change, Message

# Long polling queries all servers of the queue: without it, an empty response does not mean an empty queue.
_POLL_SECONDS = 1
_DENIED_CODES = ("AccessDenied", "AccessDeniedException")


class QueueRequests:
    """Requests to a queue, by several threads at a time.

    Args:
        client: A client of SQS in the queue's region.
        url: The queue's URL.
        name: The queue's name.

    Attributes:
        is_over_limit: Whether SQS allows no more messages in flight.
        change_problem: Why messages could not be made visible or invisible, the last time.
        is_change_denied: Whether IAM does not allow it.
    """

    def __init__(self, client: SqsClient, url: str, name: str) -> None:
        self.is_over_limit = False
        self.change_problem: Reason | None = None
        self.is_change_denied = False
        self._client = client
        self._url = url
        self._name = name

    def attributes(self) -> Answer:
        """Return the settings of the queue and its counts.

        Raises:
            AwsError: they cannot be read.
        """
        try:
            answer = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=["All"])
        except (boto.BotoCoreError, boto.ClientError) as error:
            if _is_absent(error):
                raise AwsError(f"there is no queue {self._url}") from error
            raise AwsError(reason_of(error).about(self._name)) from error
        return answer

    def receive(self, visibility: int) -> Sequence[Message]:
        """Return up to ten messages, invisible from now on; none if SQS allows no more in flight.

        Raises:
            AwsError: none can be received.
        """
        try:
            answer = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=BATCH,
                VisibilityTimeout=visibility,
                WaitTimeSeconds=_POLL_SECONDS,
                MessageSystemAttributeNames=["SentTimestamp"],
                MessageAttributeNames=["All"],
            )
        except boto.ClientError as error:
            if "OverLimit" in str(error.response.get("Error", {}).get("Code")):
                self.is_over_limit = True
                return []
            raise AwsError(reason_of(error).about(self._name)) from error
        except boto.BotoCoreError as error:
            raise AwsError(reason_of(error).about(self._name)) from error
        messages: Sequence[Message] = answer.get("Messages", [])
        return messages

    def delete(self, messages: Sequence[Message]) -> dict[str, tuple[Reason, bool]]:
        """Delete up to ten messages; return by id why one was not deleted, and whether none can be."""
        if not messages:
            return {}
        entries = [
            {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
            for number, message in enumerate(messages)
        ]
        try:
            answer = self._client.delete_message_batch(QueueUrl=self._url, Entries=entries)
        except (boto.BotoCoreError, boto.ClientError) as error:
            is_final = is_denied(error) or is_login_failure(error)
            return {message["MessageId"]: (reason_of(error), is_final) for message in messages}
        return {
            messages[int(failed["Id"])]["MessageId"]: (
                Reason(f"{failed['Code']}: {failed.get('Message', '')}"),
                failed["Code"] in _DENIED_CODES,
            )
            for failed in answer.get("Failed", [])
        }

    def change(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Make messages invisible for this long from now on; return those that could be changed."""
        entries = [
            {"Id": str(number), "ReceiptHandle": one.handle, "VisibilityTimeout": one.seconds}
            for number, one in enumerate(changes)
        ]
        try:
            answer = self._client.change_message_visibility_batch(
                QueueUrl=self._url, Entries=entries
            )
        except (boto.BotoCoreError, boto.ClientError) as error:
            self.change_problem = reason_of(error)
            self.is_change_denied = is_denied(error)
            return ()
        failed = {int(one["Id"]) for one in answer.get("Failed", [])}
        return [one for number, one in enumerate(changes) if number not in failed]


def url_of(client: SqsClient, name: str, account: str | None, where: Callable[[], str]) -> str:
    """Return the URL of a queue.

    Args:
        client: A client of SQS in the queue's region.
        name: The queue's name.
        account: The queue's account; `None` for that of the session.
        where: Returns the region and account that are searched, for people.

    Raises:
        AwsError: there is no such queue, or access to it is denied.
    """
    owner = {"QueueOwnerAWSAccountId": account} if account else {}
    try:
        return str(client.get_queue_url(QueueName=name, **owner)["QueueUrl"])
    except boto.ClientError as error:
        if _is_absent(error):
            raise AwsError(f"there is no queue {name} in {where()}") from error
        raise AwsError(reason_of(error).about(name)) from error
    except boto.BotoCoreError as error:
        raise AwsError(reason_of(error).about(name)) from error


def _is_absent(error: Exception) -> bool:
    return "NonExistentQueue" in str(error) or "QueueDoesNotExist" in str(error)
