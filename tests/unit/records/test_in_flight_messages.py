"""What was received stays invisible to others for as long as it is held: for hours, and with slow answers."""

from __future__ import annotations

import random
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from constructs_eic.records.in_flight_messages import InFlightMessages
from tests.unit.records.simulated import (
    FastClock,
    SimulatedLambda,
    SimulatedQueue,
    SteppedClock,
    redrive_of,
)

if TYPE_CHECKING:
    from constructs_eic.records.in_flight_messages import Message
    from constructs_eic.records.results import RedriveResult

HOUR = 3600


def message(id_: str, receipt: str = "r") -> Message:
    return {"MessageId": id_, "ReceiptHandle": receipt}


@pytest.mark.parametrize("visibility", [2, 30, 120])
@pytest.mark.parametrize("failing", [0.0, 0.1])
def test_no_message_becomes_visible_while_it_is_held_for_hours(
    visibility: int, failing: float
) -> None:
    random_ = random.Random(24)  # noqa: S311 - the same each time
    clock = SteppedClock()
    messages = InFlightMessages(visibility, clock)
    visible_at: dict[str, float] = {}
    step = min(0.5, visibility / 16)
    end = clock.now() + (3 * HOUR if visibility > 2 else HOUR / 4)

    while clock.now() < end:
        if len(visible_at) < 300 and random_.random() < 0.5:
            id_ = f"message-{len(visible_at)}"
            messages.add([message(id_)], clock.now())
            visible_at[id_] = clock.now() + visibility
        while changes := messages.due():
            done = [one for one in changes if random_.random() >= failing]
            messages.changed(done, clock.now())
            visible_at |= {one.id: clock.now() + one.seconds for one in done}
        clock.time += step
        assert min(visible_at.values(), default=clock.now() + 1) > clock.now()

    assert all(messages.holds(id_) for id_ in visible_at)


def test_holding_many_for_long_takes_few_requests() -> None:
    clock = SteppedClock()
    messages = InFlightMessages(120, clock)
    for number in range(1000):
        messages.add([message(str(number))], clock.now())
    requests = 0

    for _ in range(HOUR):
        clock.time += 1
        while changes := messages.due():
            messages.changed(changes, clock.now())
            requests += 1

    assert requests <= 1000  # ten messages in each, and ever less often


def test_after_twelve_hours_a_message_is_let_go() -> None:
    clock = SteppedClock()
    messages = InFlightMessages(120, clock)
    messages.add([message("a")], clock.now())
    end = clock.now() + 12 * HOUR

    while clock.now() < end:
        clock.time += 5
        while changes := messages.due():
            assert all(clock.now() + one.seconds <= end for one in changes)
            messages.changed(changes, clock.now())

    assert not messages.holds("a")
    assert messages.lost == 1


def test_a_message_that_comes_again_after_it_was_lost_is_new() -> None:
    clock = SteppedClock()
    messages = InFlightMessages(120, clock)
    messages.add([message("a", "first")], clock.now())
    clock.time += 121

    assert not messages.holds("a")
    known = messages.add([message("a", "second")], clock.now())

    assert (known.fresh, messages.lost, messages.holds("a")) == ({"a"}, 0, True)


def test_what_is_visible_again_is_not_put_back_from_another_readers_hands() -> None:
    clock = SteppedClock()
    messages = InFlightMessages(120, clock)
    messages.add([message("old")], clock.now())
    clock.time += 121
    messages.add([message("new")], clock.now())

    assert [one.id for batch in messages.release() for one in batch] == ["new"]


def test_two_redrives_beside_each_other_send_each_event_once_with_slow_answers() -> None:
    clock = FastClock(20)
    random_ = random.Random(7)  # noqa: S311 - the same each time
    queue = SimulatedQueue(clock, latency=lambda: random_.uniform(0, 16))
    queue.fill(240)
    target = SimulatedLambda()
    results: list[RedriveResult] = []

    def run() -> None:
        done = redrive_of(queue, target, visibility=60, max_rate=0.25, threads=4)
        results.append(done.run(lambda _result: None))

    redrives = [Thread(target=run) for _ in range(2)]
    for each in redrives:
        each.start()
    for each in redrives:
        each.join()

    assert sorted(map(int, target.accepted)) == list(range(240))
    assert [one.is_complete for one in results] == [True, True]
    assert sum(one.sent for one in results) == 240
    assert len(queue) == 0
