"""An SQS queue as a source of records.

Source: "Amazon SQS visibility timeout" and "Amazon SQS short and long polling" in the Amazon SQS Developer Guide.
"""

from __future__ import annotations

import json
from datetime import datetime, timezone
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from botocore import exceptions as boto

from constructs_eic.aws.errors import reason_of
from constructs_eic.aws.session import AwsError
from constructs_eic.records.in_flight_messages import BATCH, InFlightMessages, Message
from constructs_eic.records.source import Unremoved, Waiting, moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from constructs_eic.records.client import Answer, SqsClient

# Long polling queries all servers of the queue: without it, an empty response does not mean an empty queue.
_POLL_SECONDS = 1
_RENEWAL_SECONDS = 0.5
# SQS allows about 120,000 messages in flight; others may read the queue as well.
MOST_HELD = 100_000
VISIBILITY_SECONDS = 120


class Queue:
    """Messages, each invisible to others from when it is taken until it is removed or put back.

    Args:
        client: A client of SQS in the queue's region.
        url: The queue's URL.
        name: The queue's name.
        region: The queue's region.
        visibility: How many seconds a message stays invisible if this process is killed; the time is extended for
            messages that take longer.
        most_held: The maximum number of messages that are received and neither removed nor put back.
    """

    def __init__(
        self,
        client: SqsClient,
        url: str,
        name: str,
        region: str,
        *,
        visibility: int = VISIBILITY_SECONDS,
        most_held: int = MOST_HELD,
    ) -> None:
        self.name = name
        self.region = region
        self._client = client
        self._url = url
        self._visibility = visibility
        self._most_held = most_held
        self._held = InFlightMessages(visibility)
        self._is_full = False
        self._in_flight = 0
        self._notes: list[str] = []
        self._closing = Event()
        self._renewer: Thread | None = None
        self._lock = Lock()

    def moment(self) -> datetime:
        """The time according to SQS; also stores how many messages other consumers have."""
        answer = self._asked()
        self._in_flight = int(answer["Attributes"].get("ApproximateNumberOfMessagesNotVisible", 0))
        return moment_of(answer)

    def count(self) -> int | None:
        """Approximately how many messages can be received."""
        return int(self._asked()["Attributes"].get("ApproximateNumberOfMessages", 0))

    def redrive_policy_warning(self) -> str | None:
        """That each read counts as a receive, if SQS moves what was received too often."""
        policy = self._asked()["Attributes"].get("RedrivePolicy")
        if not policy:
            return None
        told = json.loads(policy)
        return (
            f"{self.name} has a redrive policy: SQS moves a message that is received more than "
            f"{told.get('maxReceiveCount')} times to {told.get('deadLetterTargetArn')}, and each receive counts"
        )

    def take(self) -> Sequence[Waiting]:
        """Up to ten messages."""
        self._renew_from_now_on()
        while not self._closing.is_set():
            if len(self._held) >= self._most_held:
                self._is_full = True
                return []
            messages = self._receive()
            if not messages:
                return []
            known = self._held.add(messages)
            # SQS may return a message again after it was deleted: it only needs to be deleted again.
            self._delete([message for message in messages if message["MessageId"] in known.removed])
            # By id: one response may have a message twice.
            fresh = {one["MessageId"]: one for one in messages if one["MessageId"] in known.fresh}
            if fresh:
                return [_waiting(one) for one in fresh.values()]
        return []

    def remove(self, done: Sequence[Waiting]) -> Sequence[Unremoved]:
        """Delete messages."""
        by_id = {waiting.id: waiting for waiting in done}
        failed = self._delete(self._held.pop(by_id))
        return [Unremoved(by_id[place], reason) for place, reason in failed.items()]

    def close(self) -> None:
        """Make every message that was not deleted visible again."""
        self._closing.set()
        if self._renewer is not None:
            self._renewer.join()
        unreleased = self._held.change(self._change, seconds=0)
        if unreleased:
            self._notes.append(
                f"{unreleased} messages could not be made visible again; they become visible "
                "after their visibility timeout"
            )

    def incomplete_reason(self) -> str | None:
        """That there may be more messages than can be held at a time."""
        if not self._is_full:
            return None
        return (
            f"{self.name}: {self._most_held:,} messages were read and left in place; there may be more, "
            "but SQS allows about 120,000 in flight; run it again once fewer are left"
        )

    def in_flight_note(self) -> str | None:
        """That messages were in flight at the start."""
        if not self._in_flight:
            return None
        return (
            f"about {self._in_flight:,} messages of {self.name} were in flight at the start: with another reader, "
            "or with a command that was killed; they are visible again after their visibility timeout"
        )

    def notes(self) -> Sequence[str]:
        """What `close` could not do."""
        return self._notes

    def _receive(self) -> Sequence[Message]:
        try:
            answer = self._client.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=BATCH,
                VisibilityTimeout=self._visibility,
                WaitTimeSeconds=_POLL_SECONDS,
                MessageSystemAttributeNames=["SentTimestamp"],
                MessageAttributeNames=["All"],
            )
        except boto.ClientError as error:
            if "OverLimit" in str(error.response.get("Error", {}).get("Code")):
                self._is_full = True
                return []
            raise AwsError(f"{self.name}: {reason_of(error)}") from error
        except boto.BotoCoreError as error:
            raise AwsError(f"{self.name}: {reason_of(error)}") from error
        messages: Sequence[Message] = answer.get("Messages", [])
        return messages

    def _delete(self, messages: Sequence[Message]) -> Mapping[str, str]:
        """Delete up to ten messages; returns why each that could not be deleted was not, by id."""
        if not messages:
            return {}
        entries = _entries(messages)
        try:
            answer = self._client.delete_message_batch(QueueUrl=self._url, Entries=entries)
        except (boto.BotoCoreError, boto.ClientError) as error:
            return {message["MessageId"]: reason_of(error) for message in messages}
        return {
            messages[int(failed["Id"])][
                "MessageId"
            ]: f"{failed['Code']}: {failed.get('Message', '')}"
            for failed in answer.get("Failed", [])
        }

    def _change(self, messages: Sequence[Message], seconds: int) -> int:
        """Make messages invisible for this long from now on; returns how many could not be changed."""
        entries = [{**entry, "VisibilityTimeout": seconds} for entry in _entries(messages)]
        try:
            answer = self._client.change_message_visibility_batch(
                QueueUrl=self._url, Entries=entries
            )
        except (boto.BotoCoreError, boto.ClientError):
            return len(entries)
        return len(answer.get("Failed", []))

    def _renew_from_now_on(self) -> None:
        with self._lock:
            if self._renewer is None:
                self._renewer = Thread(target=self._renew, daemon=True)
                self._renewer.start()

    def _renew(self) -> None:
        while not self._closing.wait(_RENEWAL_SECONDS):
            self._held.renew(self._change)

    def _asked(self) -> Answer:
        try:
            answer = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=["All"])
        except (boto.BotoCoreError, boto.ClientError) as error:
            raise AwsError(f"{self.name}: {reason_of(error)}") from error
        return answer


def _entries(messages: Iterable[Message]) -> list[dict[str, str | int]]:
    return [
        {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
        for number, message in enumerate(messages)
    ]


def _waiting(message: Message) -> Waiting:
    sent = int(message.get("Attributes", {}).get("SentTimestamp", 0)) / 1000
    return Waiting(message["MessageId"], datetime.fromtimestamp(sent, timezone.utc), {**message})


def url_of(client: SqsClient, name: str, account: str | None) -> str:
    """The URL of a queue.

    Raises:
        AwsError: there is no such queue, or access to it is denied.
    """
    owner = {"QueueOwnerAWSAccountId": account} if account else {}
    try:
        return str(client.get_queue_url(QueueName=name, **owner)["QueueUrl"])
    except boto.ClientError as error:
        if "NonExistentQueue" in str(error) or "QueueDoesNotExist" in str(error):
            raise AwsError(f"there is no queue {name} in this region and account") from error
        raise AwsError(f"{name}: {reason_of(error)}") from error
    except boto.BotoCoreError as error:
        raise AwsError(f"{name}: {reason_of(error)}") from error
