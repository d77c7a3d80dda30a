"""A run whose requests are throttled, refused or not answered, and that is interrupted anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from constructs_eic.records import AwsError
from tests.unit.records.redriver.simulated_redriver import SimulatedRedriver, failure, run_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_eic.records import RedriverProgress

CONTROL_PLANE = (
    "GetFunctionConfiguration",
    "ListEventSourceMappings",
    "UpdateFunctionConfiguration",
    "GetEventSourceMapping",
    "UpdateEventSourceMapping",
)


def silent(_progress: RedriverProgress) -> None:
    """Hear nothing."""


def steps() -> range:
    """The numbers of all requests and pauses of a run."""
    aws = SimulatedRedriver(messages=2_000, hesitation=2)
    run = run_of(aws)
    found = len(aws.calls)
    run.run(silent)
    return range(
        1, len(aws.calls) - found - 1
    )  # at the last two, counts after the end, all is done


def fails(
    operation: str, times: int, code: str, status: int = 400
) -> Callable[[str, dict[str, Any]], dict[str, Any] | None]:
    """A rule that fails the first requests of an operation."""
    left = [times]

    def rule(name: str, _given: dict[str, Any]) -> dict[str, Any] | None:
        if name != operation or not left[0]:
            return None
        left[0] -= 1
        return failure(code, status)

    return rule


@pytest.mark.parametrize("operation", CONTROL_PLANE)
@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("TooManyRequestsException", 429, "Lambda's control plane throttles (made up): waiting"),
        ("ResourceConflictException", 409, "Lambda is still applying an earlier change"),
        ("ResourceInUseException", 400, "Lambda is still applying an earlier change"),
        ("ServiceException", 500, "Lambda has an internal error"),
    ],
)
def test_what_passes_is_waited_for_and_said_once(
    operation: str, code: str, status: int, said: str
) -> None:
    notes: list[str] = []
    aws = SimulatedRedriver(rule=fails(operation, 4, code, status))

    done = run_of(aws, notes.append).run(silent)

    assert done.is_complete
    assert aws.state == "Disabled"
    [note] = notes
    assert said in note


def test_a_control_plane_that_throttles_for_five_minutes_is_given_up() -> None:
    aws = SimulatedRedriver(
        rule=fails("UpdateFunctionConfiguration", 1_000, "TooManyRequestsException", 429)
    )

    with pytest.raises(AwsError, match=r"control plane throttles at every try for 5 minutes"):
        run_of(aws).run(silent)

    assert aws.state == "Disabled"


def test_an_update_that_never_ends_is_given_up_before_anything_is_enabled() -> None:
    aws = SimulatedRedriver(hesitation=1_000_000)

    with pytest.raises(AwsError, match="is not finished after 5 minutes"):
        run_of(aws).run(silent)

    assert aws.asked["UpdateEventSourceMapping"] == 0


def test_an_update_that_is_accepted_without_an_answer_counts() -> None:
    aws = SimulatedRedriver()

    def unanswered(name: str, given: dict[str, Any]) -> None:
        if name == "UpdateFunctionConfiguration" and "REDRIVE_START" not in aws.variables:
            aws._UpdateFunctionConfiguration(given)
            raise ReadTimeoutError(endpoint_url="https://lambda")

    aws.rule = unanswered

    assert run_of(aws).run(silent).is_complete


def test_an_enabling_that_is_accepted_without_an_answer_is_disabled() -> None:
    aws = SimulatedRedriver()

    def unanswered(name: str, given: dict[str, Any]) -> None:
        if name == "UpdateEventSourceMapping" and given["Enabled"]:
            aws.state = "Enabled"
            raise ReadTimeoutError(endpoint_url="https://lambda")

    aws.rule = unanswered

    with pytest.raises(AwsError, match="unreachable"):
        run_of(aws).run(silent)

    assert aws.state == "Disabled"


def test_an_enabling_that_is_refused_needs_no_disabling() -> None:
    notes: list[str] = []
    aws = SimulatedRedriver(rule=fails("UpdateEventSourceMapping", 1, "AccessDeniedException", 403))

    with pytest.raises(AwsError, match="allow lambda:UpdateEventSourceMapping"):
        run_of(aws, notes.append).run(silent)

    assert (aws.asked["UpdateEventSourceMapping"], notes) == (1, [])


@pytest.mark.parametrize("first", ["no answer", "internal error"])
def test_an_enabling_that_is_refused_after_a_try_in_doubt_is_undone_or_said(first: str) -> None:
    notes: list[str] = []
    aws = SimulatedRedriver(messages=1_000_000)
    tries = 0

    def rule(name: str, given: dict[str, Any]) -> dict[str, Any] | None:
        nonlocal tries
        if name != "UpdateEventSourceMapping":
            return None
        tries += 1
        if tries > 1:
            return failure("ExpiredTokenException", 403)
        aws.state = "Enabled"
        if first == "no answer":
            raise ReadTimeoutError(endpoint_url="https://lambda")
        return failure("ServiceException", 500)

    aws.rule = rule
    with pytest.raises(AwsError, match="token has expired"):
        run_of(aws, notes.append).run(silent)

    assert "is still enabled, and its forwarder sends events; disable it: 'aws lambda " in notes[-1]


@pytest.mark.parametrize(
    "broken",
    [
        lambda: failure("ExpiredTokenException", 403),
        lambda: failure("AccessDeniedException", 403),
        EndpointConnectionError(endpoint_url="https://lambda"),
    ],
)
def test_a_mapping_that_cannot_be_disabled_is_said_with_the_way_out(broken: Any) -> None:
    notes: list[str] = []
    aws = SimulatedRedriver()

    def rule(name: str, given: dict[str, Any]) -> dict[str, Any] | None:
        if name != "UpdateEventSourceMapping" or given["Enabled"]:
            return None
        if isinstance(broken, Exception):
            raise broken
        answer: dict[str, Any] = broken()
        return answer

    aws.rule = rule
    with pytest.raises(AwsError):
        run_of(aws, notes.append).run(silent)

    assert aws.state == "Enabled"
    assert "is still enabled, and its forwarder sends events; disable it: 'aws lambda " in notes[-1]
    assert "'terraform apply'" in notes[-1]


def test_credentials_that_expire_meanwhile_do_not_end_it_without_a_word() -> None:
    notes: list[str] = []
    aws = SimulatedRedriver(messages=1_000_000)

    def expire(_name: str, _given: dict[str, Any]) -> dict[str, Any] | None:
        return failure("ExpiredTokenException", 403) if aws.time > 60 else None

    aws.rule = expire
    with pytest.raises(AwsError, match="token has expired"):
        run_of(aws, notes.append).run(silent)

    assert "is still enabled" in notes[-1]


def test_a_mapping_that_is_deleted_meanwhile_needs_no_disabling() -> None:
    aws = SimulatedRedriver(messages=1_000_000)

    def gone(name: str, _given: dict[str, Any]) -> dict[str, Any] | None:
        if name.endswith("EventSourceMapping") and aws.time > 60:
            return failure("ResourceNotFoundException", 404)
        return None

    aws.rule = gone
    notes: list[str] = []
    done = run_of(aws, notes.append).run(silent)

    assert "somebody else disabled" in (done.incomplete_reason or "")
    assert notes == []


def interrupted_at(*steps: int) -> Callable[[int], None]:
    def interrupt(number: int) -> None:
        if number in steps:
            raise KeyboardInterrupt

    return interrupt


@pytest.mark.parametrize("step", steps())
def test_an_interrupt_at_any_step_leaves_the_mapping_disabled(step: int) -> None:
    notes: list[str] = []
    aws = SimulatedRedriver(messages=2_000, hesitation=2)
    run = run_of(aws, notes.append)
    begun = len(aws.calls)
    aws.times = interrupted_at(begun + step)

    with pytest.raises(KeyboardInterrupt):
        run.run(silent)

    assert aws.state == "Disabled"
    assert "still enabled" not in " ".join(notes)
    assert run.result.sent == aws.sent


@pytest.mark.parametrize("between", [1, 2, 3, 4])
@pytest.mark.parametrize("step", steps())
def test_a_second_interrupt_never_leaves_it_enabled_without_a_word(step: int, between: int) -> None:
    notes: list[str] = []
    aws = SimulatedRedriver(messages=2_000, hesitation=2)
    run = run_of(aws, notes.append)
    begun = len(aws.calls)
    aws.times = interrupted_at(begun + step, begun + step + between)

    with pytest.raises(KeyboardInterrupt):
        run.run(silent)

    if aws.state != "Disabled":
        assert any("is still enabled" in each or "is being disabled" in each for each in notes)
