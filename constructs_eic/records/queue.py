"""An SQS queue as a source of records.

Source: "Amazon SQS visibility timeout" and "Amazon SQS short and long polling" in the Amazon SQS Developer Guide.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import TYPE_CHECKING

from constructs_eic.aws.clock import Clock
from constructs_eic.records.in_flight_messages import VISIBILITY_SECONDS, InFlightMessages
from constructs_eic.records.queue_requests import QueueRequests
from constructs_eic.records.source import Counts, Unremoved, Waiting, moment_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs_eic._values.reason import Reason
    from constructs_eic.records.client import SqsClient
    from constructs_eic.records.in_flight_messages import Change, Message

_REQUESTS_AT_A_TIME = 8
# SQS allows about 120,000 messages in flight; others may read the queue as well.
MOST_HELD = 100_000


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
        clock: The clock by which messages are invisible.
    """

    # SQS hides from the others what one has received.
    allows_several_processes = True

    def __init__(
        self,
        client: SqsClient,
        url: str,
        name: str,
        region: str,
        *,
        visibility: int = VISIBILITY_SECONDS,
        most_held: int = MOST_HELD,
        clock: Clock | None = None,
    ) -> None:
        self.name = name
        self.region = region
        self.released = 0
        self._requests = QueueRequests(client, url, name)
        self._visibility = visibility
        self._most_held = most_held
        self._clock = clock or Clock()
        self._messages = InFlightMessages(visibility, self._clock)
        self._is_full = False
        self._unreleased = 0
        self._closing = Event()
        self._renewer: Thread | None = None
        self._lock = Lock()

    @property
    def lost(self) -> int:
        """The number of messages that became visible while they waited here, and did not come back."""
        return self._messages.lost

    def moment(self) -> datetime:
        """Return the time according to SQS."""
        return moment_of(self._requests.attributes())

    def arn(self) -> str:
        """Return the queue's ARN, according to SQS."""
        return str(self._requests.attributes()["Attributes"]["QueueArn"])

    def counts(self) -> Counts:
        """Return approximately how many messages there are, as SQS counts them."""
        told = self._requests.attributes()["Attributes"]
        names = ("", "NotVisible", "Delayed")
        return Counts(*(int(told.get(f"ApproximateNumberOfMessages{name}", 0)) for name in names))

    def redrive_policy_warning(self) -> str | None:
        """Return that each read counts as a receive, if SQS moves what was received too often."""
        policy = self._requests.attributes()["Attributes"].get("RedrivePolicy")
        if not policy:
            return None
        told = json.loads(policy)
        return (
            f"{self.name} has a redrive policy: SQS moves a message that is received more than "
            f"{told.get('maxReceiveCount')} times to {told.get('deadLetterTargetArn')}, and each receive counts"
        )

    def take(self) -> Sequence[Waiting]:
        """Receive up to ten messages."""
        self._renew_from_now_on()
        while not self._closing.is_set():
            if len(self._messages) >= self._most_held:
                self._is_full = True
                return []
            since = self._clock.now()
            messages = self._requests.receive(self._visibility)
            if not messages:
                return []
            known = self._messages.add(messages, since)
            # SQS may return a message again after it was deleted: it only needs to be deleted again.
            self._requests.delete(
                [message for message in messages if message["MessageId"] in known.removed]
            )
            # By id: one response may have a message twice.
            fresh = {one["MessageId"]: one for one in messages if one["MessageId"] in known.fresh}
            if self._closing.is_set():  # `close` may not have seen them
                self._release()
                return []
            if fresh:
                return [_waiting(one) for one in fresh.values()]
        return []

    def holds(self, waiting: Waiting) -> bool:
        """Return whether a message is certainly still invisible to others."""
        return self._messages.holds(waiting.id)

    def remove(self, done: Sequence[Waiting]) -> Sequence[Unremoved]:
        """Delete messages; they stay invisible until SQS has answered."""
        by_id = {waiting.id: waiting for waiting in done}
        failed = self._requests.delete(self._messages.to_remove(by_id))
        self._messages.forget(by_id.keys() - failed.keys())
        return [Unremoved(by_id[id_], *why) for id_, why in failed.items()]

    def cannot_be_put_back(self) -> Reason | None:
        """Return why the messages that were taken stay invisible until their time is over, if they do.

        They are made invisible for the same time once more: without `sqs:ChangeMessageVisibility`, that is denied.
        """
        self._renew(self._messages.again())
        return self._requests.change_problem if self._requests.is_change_denied else None

    def close(self) -> None:
        """Make every message that was not deleted visible again."""
        self._closing.set()
        if self._renewer is not None:
            self._renewer.join()
        self._release()

    def incomplete_reason(self) -> str | None:
        """Return that there may be more messages than can be held, or that some could not be put back."""
        reasons = []
        if self._is_full or self._requests.is_over_limit:
            reasons.append(
                f"{self.name}: {self._most_held:,} messages were read and left in place; there may be more, "
                "but SQS allows about 120,000 in flight; run it again once fewer are left"
            )
        if self._unreleased:
            problem = self._requests.change_problem
            why = f" ({problem})" if problem else ""
            reasons.append(
                f"{self._unreleased:,} messages of {self.name} could not be made visible again{why}; they "
                f"become visible within {self._visibility:,} seconds, or later if they were held for long"
            )
        return "; ".join(reasons) or None

    def in_flight_note(self) -> str | None:
        """Return that messages are in flight now."""
        in_flight = self.counts().in_flight
        if not in_flight:
            return None
        return (
            f"about {in_flight:,} messages of {self.name} were in flight at the start: with another reader, "
            "or with a command that was killed; they are visible again after their visibility timeout"
        )

    def notes(self, done: int) -> Sequence[str]:
        """Return nothing: a queue has nothing else to say."""
        return ()

    def _renew(self, changes: Sequence[Change]) -> None:
        since = self._clock.now()
        self._messages.changed(self._requests.change(changes), since)

    def _release(self) -> None:
        with ThreadPoolExecutor(_REQUESTS_AT_A_TIME) as pool:
            for asked, done in pool.map(self._put_back, self._messages.release()):
                with self._lock:
                    self._unreleased += asked - done
                    self.released += asked

    def _put_back(self, changes: Sequence[Change]) -> tuple[int, int]:
        return len(changes), len(self._requests.change(changes))

    def _renew_from_now_on(self) -> None:
        with self._lock:
            if self._renewer is None:
                self._renewer = Thread(target=self._keep_renewing, daemon=True)
                self._renewer.start()

    def _keep_renewing(self) -> None:
        """Renew what is due until the queue is closed, in several requests at a time: an answer may be slow."""
        pause = min(0.5, self._visibility / 16)
        free = BoundedSemaphore(_REQUESTS_AT_A_TIME)

        def renew(changes: Sequence[Change]) -> None:
            try:
                self._renew(changes)
            finally:
                free.release()

        # The last answers are waited for: a message that is renewed after it was put back would be hidden again.
        with ThreadPoolExecutor(_REQUESTS_AT_A_TIME) as pool:
            while not self._clock.wait(self._closing, pause):
                while free.acquire(blocking=False):
                    changes = self._messages.due()
                    if not changes:
                        free.release()
                        break
                    pool.submit(renew, changes)


def _waiting(message: Message) -> Waiting:
    sent = int(message.get("Attributes", {}).get("SentTimestamp", 0)) / 1000
    return Waiting(message["MessageId"], datetime.fromtimestamp(sent, timezone.utc), {**message})
