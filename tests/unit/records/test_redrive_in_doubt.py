"""What may have been sent more than once is counted; what may not be sent any more is not."""

from __future__ import annotations

import time
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError

from constructs_eic.records import AwsError, Refused
from tests.unit.records.simulated import (
    FastClock,
    SimulatedLambda,
    SimulatedQueue,
    client_error,
    redrive_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_eic.records import RecordResult, RedriveResult


def backlog(count: int) -> SimulatedQueue:
    queue = SimulatedQueue(FastClock(100))
    queue.fill(count)
    return queue


def sent_back(
    queue: SimulatedQueue, target: SimulatedLambda, **how: Any
) -> tuple[RedriveResult, list[RecordResult]]:
    results: list[RecordResult] = []
    return redrive_of(queue, target, **how).run(results.append), results


def test_an_event_that_lambda_accepts_without_an_answer_is_perhaps_sent_twice() -> None:
    def slow(number: int, accept: Callable[[], None]) -> None:
        accept()
        if number == 1:
            raise ReadTimeoutError(endpoint_url="https://lambda")

    queue, target = backlog(3), SimulatedLambda(fault=slow)

    done, _ = sent_back(queue, target)

    assert (done.sent, done.perhaps_twice, len(target.accepted)) == (3, 1, 4)
    assert len(queue) == 0


def test_a_target_that_never_answers_is_given_up_and_its_event_is_in_doubt() -> None:
    def silent(_number: int, accept: Callable[[], None]) -> None:
        accept()
        raise ReadTimeoutError(endpoint_url="https://lambda")

    queue, target = backlog(3), SimulatedLambda(fault=silent)

    done, results = sent_back(queue, target, threads=1)

    assert (done.sent, done.refused, done.perhaps_twice) == (0, 3, 1)
    assert len(target.accepted) == 3
    assert "Lambda may have the event nevertheless" in str(results[0])
    assert not done.is_complete
    assert len(queue.left()) == 3


def test_an_endpoint_that_was_never_reached_leaves_no_doubt() -> None:
    def closed(_number: int, _accept: Callable[[], None]) -> None:
        raise ConnectTimeoutError(endpoint_url="https://lambda")

    done, _ = sent_back(backlog(3), SimulatedLambda(fault=closed))

    assert (done.sent, done.refused, done.perhaps_twice) == (0, 3, 0)


def test_credentials_that_expire_after_an_unclear_try_leave_a_doubt() -> None:
    def expire(number: int, accept: Callable[[], None]) -> None:
        if number == 1:
            accept()
            raise client_error("Invoke", "ServiceException", 500)
        raise client_error("Invoke", "ExpiredTokenException")

    queue, target = backlog(1), SimulatedLambda(fault=expire)
    redrive = redrive_of(queue, target, threads=1)

    with pytest.raises(AwsError, match="token has expired"):
        redrive.run(lambda _result: None)

    assert (redrive.result.sent, redrive.result.perhaps_twice) == (0, 1)
    assert len(queue.left()) == 1


def test_the_first_denied_deletion_ends_it() -> None:
    queue, target = backlog(1_200), SimulatedLambda()
    queue.denied.add("DeleteMessageBatch")
    results: list[RecordResult] = []

    with pytest.raises(
        AwsError, match=r"nothing that is sent can be removed: denied .* allow sqs:DeleteMessage"
    ):
        redrive_of(queue, target, threads=32).run(results.append)

    # Each thread sends one event before the first answer to a deletion, and some may have begun a second.
    assert 0 < len(target.accepted) <= 64
    unremoved = [one for one in results if isinstance(one, Refused) and one.was_sent]
    assert len(unremoved) == len(target.accepted)
    assert len(queue.left()) == 1_200


def test_nothing_is_sent_after_a_stop_while_the_rate_is_waited_for() -> None:
    queue, target = backlog(20), SimulatedLambda()
    redrive = redrive_of(queue, target, clock=FastClock(1), max_rate=2)

    def interrupted(_result: RecordResult) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        redrive.run(interrupted)

    assert len(target.accepted) == 1
    assert len(queue.left()) == 19


def test_lambda_that_throttles_is_said_once_in_a_while() -> None:
    def throttle(number: int, accept: Callable[[], None]) -> None:
        if number <= 6:
            raise client_error("Invoke", "TooManyRequestsException", 429)
        accept()

    notes: list[str] = []
    queue, target = backlog(10), SimulatedLambda(fault=throttle)

    done, _ = sent_back(queue, target, note=notes.append)

    assert (done.sent, done.perhaps_twice) == (10, 0)
    assert 0 < len(notes) < 6
    assert "Lambda throttles (made up): waiting and trying again" in notes[0]
    assert "a lower max_rate= avoids it" in notes[0]


def test_events_of_other_redrives_are_in_their_hands() -> None:
    clock = FastClock(100)
    queue = SimulatedQueue(clock)
    queue.fill(200)
    first, second = SimulatedLambda(), SimulatedLambda()
    slow = redrive_of(queue, first, max_rate=5, threads=4)
    beside = Thread(target=slow.run, args=[lambda _result: None])
    beside.start()
    while not first.accepted:
        time.sleep(0.01)

    done, _ = sent_back(queue, second)
    beside.join()

    assert done.is_complete
    assert slow.result.is_complete
    assert sorted(map(int, first.accepted + second.accepted)) == list(range(200))
