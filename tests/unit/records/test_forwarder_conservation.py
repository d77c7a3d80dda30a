"""Nothing is lost: each message is sent, parked or still waiting, whatever AWS answers and however often."""

from __future__ import annotations

import logging
import random
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore import exceptions as boto

from tests.unit.records.forms import record_text
from tests.unit.records.forwarding import START, Around, message
from tests.unit.records.simulated import client_error

if TYPE_CHECKING:
    from collections.abc import Mapping

URL = "https://aws"
THROTTLED = client_error("Invoke", "TooManyRequestsException", 429)
FAILED = client_error("Invoke", "ServiceException", 500)
DENIED = client_error("Invoke", "AccessDeniedException", 403)
IN_DOUBT = boto.ReadTimeoutError(endpoint_url=URL)
CUT = boto.ConnectionClosedError(endpoint_url=URL)
NO_FAULT = (None, True)
# Of a thousand requests each: what it ends with, and whether AWS has done it nevertheless.
INVOKE_FAULTS = [
    *[(THROTTLED, False)] * 60,
    *[(FAILED, False)] * 20,
    *[(FAILED, True)] * 5,
    *[(IN_DOUBT, True)] * 15,
    *[(CUT, False)] * 10,
    *[(DENIED, False)] * 10,
]
PARK_FAULTS = [*[(THROTTLED, False)] * 80, *[(DENIED, False)] * 20, *[(IN_DOUBT, True)] * 20]


@dataclass
class Mapped:
    """A queue with the forwarder behind an event source mapping that knows partial batch responses.

    Args:
        seed: Of the faults.
        faulty: Whether there are faults.
    """

    seed: int
    faulty: bool = True
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    around: Around = field(init=False)
    crashes: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 - faults are to be the same again
        self.around = Around(self._fault(INVOKE_FAULTS), self._fault(PARK_FAULTS))

    def _fault(self, faults: list[tuple[Exception, bool]]) -> Any:
        def answer(_: Mapping[str, Any]) -> tuple[Exception | None, bool]:
            number = self.random.randrange(1000)
            return faults[number] if self.faulty and number < len(faults) else NO_FAULT

        return answer

    def fill(self, count: int) -> None:
        """Put messages into the queue; of each hundred, nine are not to be sent."""
        for number in range(count):
            id_, payload = f"{number}", f"{number}"
            body, sent = record_text(payload), START - timedelta(minutes=1)
            match number % 100:
                case 0 | 1:
                    body = f"no record {number}"
                case 2:
                    body = record_text(payload, condition="RecursiveInvocationDetected")
                case 3 | 4 | 5 | 6 | 7 | 8:
                    sent = START + timedelta(minutes=1)
            self.messages[id_] = message(body, id_=id_, sent=sent)

    def run(self, batches: int) -> None:
        """Process batches as Lambda does: what the forwarder does not name as failed is deleted."""
        visible = deque(self.messages)
        for _ in range(batches):
            batch = [visible.popleft() for _ in range(min(10, len(visible)))]
            if not batch:
                return
            left = self.around.left_of(*(self.messages[id_] for id_ in batch))
            if self.faulty and self.random.random() < 0.002:
                self.crashes += 1  # its answer is lost: the whole batch is shown again
                left = batch
            for id_ in set(batch) - set(left):
                del self.messages[id_]
            visible.extend(left)

    def sent(self) -> Counter[str]:
        """How often Lambda accepted the event of each message."""
        return Counter(each["Payload"].decode() for each in self.around.invoked)

    def parked(self) -> Counter[str]:
        """How often each body is in the parking queue."""
        return Counter(each["MessageBody"] for each in self.around.parked)


COUNT = 100_000


@pytest.fixture(scope="module")
def mapped() -> Mapped:
    """A hundred thousand messages, of which a few are still there at the end."""
    mapped = Mapped(seed=24)
    mapped.fill(COUNT)
    logging.disable()  # pytest keeps each line
    mapped.run(batches=COUNT // 10)
    logging.disable(logging.NOTSET)
    return mapped


def test_sent_and_parked_and_waiting_are_all(mapped: Mapped) -> None:
    sent, parked = mapped.sent(), mapped.parked()
    everything = Mapped(seed=0)
    everything.fill(COUNT)

    nowhere = [
        id_
        for id_, each in everything.messages.items()
        if not (id_ in sent or each["body"] in parked or id_ in mapped.messages)
    ]

    assert nowhere == []
    assert mapped.crashes > 0
    assert 0 < len(mapped.messages) < COUNT / 5
    assert len(sent) > COUNT * 0.8


def test_what_was_removed_was_sent_or_parked(mapped: Mapped) -> None:
    sent, parked = mapped.sent(), mapped.parked()
    everything = Mapped(seed=0)
    everything.fill(COUNT)

    removed = everything.messages.keys() - mapped.messages.keys()

    assert all(id_ in sent or everything.messages[id_]["body"] in parked for id_ in removed)


def test_what_is_not_to_be_sent_is_never_sent(mapped: Mapped) -> None:
    assert [payload for payload in mapped.sent() if int(payload) % 100 < 9] == []


def test_without_faults_each_message_is_sent_or_parked_once() -> None:
    mapped = Mapped(seed=1, faulty=False)
    mapped.fill(2_000)

    mapped.run(batches=200)

    assert mapped.messages == {}
    assert (mapped.sent().total(), mapped.parked().total()) == (1_820, 180)
    assert {*mapped.sent().values(), *mapped.parked().values()} == {1}
