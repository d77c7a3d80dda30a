"""Both limits: what is accepted, in which form it is written, and the comparison with AWS's own model."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_eic import EventInvokeConfig, EventInvokeConfigError
from constructs_eic._values import limits
from constructs_eic._values.errors import Problems
from tests.framework import TerraformVariable
from tests.unit.conftest import config_of

if TYPE_CHECKING:
    from tests.framework import TerraformStack

LAMBDA = botocore.session.get_session().get_service_model("lambda")
INPUT = LAMBDA.operation_model("PutFunctionEventInvokeConfig").input_shape.members


def accepted(check: Any, value: object) -> bool:
    problems = Problems(lambda: "path")
    check(value, problems)
    return not problems.found


def test_left_out_both_limits_are_written_with_the_defaults_of_aws(stack: TerraformStack) -> None:
    EventInvokeConfig(stack, "async", function="orders")
    config = config_of(stack)
    assert config["maximum_event_age_in_seconds"] == 21600
    assert config["maximum_retry_attempts"] == 2


@pytest.mark.parametrize("attempts", [0, 1, 2])
def test_retry_attempts_are_written_zero_included(stack: TerraformStack, attempts: int) -> None:
    EventInvokeConfig(stack, "async", function="orders", maximum_retry_attempts=attempts)
    assert config_of(stack)["maximum_retry_attempts"] == attempts


@pytest.mark.parametrize(
    ("age", "seconds"),
    [(60, 60), (21600, 21600), (timedelta(minutes=1), 60), (timedelta(hours=6), 21600)],
)
def test_event_age_is_written_in_seconds(stack: TerraformStack, age: Any, seconds: int) -> None:
    EventInvokeConfig(stack, "async", function="orders", maximum_event_age_in_seconds=age)
    assert config_of(stack)["maximum_event_age_in_seconds"] == seconds


@pytest.mark.parametrize(
    "value", [-1, 3, True, False, 1.5, 1.0, "2", float("nan"), float("inf"), []]
)
def test_what_is_no_number_of_retries_is_refused(stack: TerraformStack, value: Any) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", maximum_retry_attempts=value)
    (problem,) = refused.value.problems
    assert (problem.argument, problem.value) == ("maximum_retry_attempts", repr(value))


@pytest.mark.parametrize(
    "value",
    [
        59,
        21601,
        0,
        -60,
        True,
        60.0,
        "60",
        float("nan"),
        timedelta(seconds=59),
        timedelta(hours=6, seconds=1),
        timedelta(seconds=60, milliseconds=1),
        timedelta(days=-1),
    ],
)
def test_what_is_no_age_is_refused(stack: TerraformStack, value: Any) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", maximum_event_age_in_seconds=value)
    (problem,) = refused.value.problems
    assert (problem.argument, problem.value) == ("maximum_event_age_in_seconds", repr(value))


@pytest.mark.parametrize(
    ("check", "value", "reason", "fix"),
    [
        (
            limits.retry_attempts,
            3,
            "Lambda retries a failed asynchronous invocation 0 to 2 times",
            "give a whole number from 0 to 2, as int",
        ),
        (
            limits.retry_attempts,
            1.0,
            "the type is wrong: this is a float",
            "give a whole number from 0 to 2, as int",
        ),
        (
            limits.retry_attempts,
            object(),
            "the type is wrong: this is an object",
            "give a whole number from 0 to 2, as int",
        ),
        (
            limits.event_age,
            59,
            "Lambda keeps an event for 1 minute to 6 hours, in whole seconds",
            "give 60 to 21600 as int, or a timedelta such as timedelta(hours=1)",
        ),
        (
            limits.event_age,
            timedelta(seconds=60, milliseconds=1),
            "it has a fraction of a second, and Lambda counts whole seconds",
            "give 60 to 21600 as int, or a timedelta such as timedelta(hours=1)",
        ),
    ],
)
def test_a_limit_says_what_it_is(check: Any, value: object, reason: str, fix: str) -> None:
    problems = Problems(lambda: "path")
    check(value, problems)
    assert [(problem.reason, problem.fix) for problem in problems.found] == [(reason, fix)]


@pytest.mark.parametrize(("length", "is_one"), [(0, False), (1, True), (64, True), (65, False)])
def test_the_name_of_a_function_has_a_length(length: int, is_one: bool) -> None:
    assert limits.is_function_name("a" * length) == is_one


def test_number_tokens_pass(stack: TerraformStack) -> None:
    age = TerraformVariable(stack, "age", type="number")
    attempts = TerraformVariable(stack, "attempts", type="number")
    EventInvokeConfig(
        stack,
        "async",
        function="orders",
        maximum_event_age_in_seconds=age.number_value,
        maximum_retry_attempts=attempts.number_value,
    )
    config = config_of(stack)
    assert config["maximum_event_age_in_seconds"] == "${var.age}"
    assert config["maximum_retry_attempts"] == "${var.attempts}"


def test_expressions_as_text_pass_as_numbers(stack: TerraformStack) -> None:
    TerraformVariable(stack, "age", type="number")
    EventInvokeConfig(
        stack,
        "async",
        function="orders",
        maximum_event_age_in_seconds="${var.age}",  # type: ignore[arg-type]
        maximum_retry_attempts="${var.attempts}",  # type: ignore[arg-type]
    )
    config = config_of(stack)
    assert config["maximum_event_age_in_seconds"] == "${var.age}"
    assert config["maximum_retry_attempts"] == "${var.attempts}"


def test_what_cdktf_resolves_passes_as_a_number(stack: TerraformStack) -> None:
    attempts = TerraformVariable(stack, "attempts", type="number")
    EventInvokeConfig(stack, "async", function="orders", maximum_retry_attempts=attempts.value)
    assert config_of(stack)["maximum_retry_attempts"] == "${var.attempts}"


def test_none_leaves_both_limits_out(stack: TerraformStack) -> None:
    EventInvokeConfig(
        stack,
        "async",
        function="orders",
        on_failure="arn:aws:sqs:us-east-1:123456789012:failures",
        maximum_event_age_in_seconds=None,
        maximum_retry_attempts=None,
    )
    config = config_of(stack)
    assert "maximum_event_age_in_seconds" not in config
    assert "maximum_retry_attempts" not in config


def test_retries_left_out_are_kept_from_the_providers_own_default(stack: TerraformStack) -> None:
    EventInvokeConfig(
        stack,
        "async",
        function="orders",
        maximum_retry_attempts=None,
        lifecycle={"ignore_changes": ["function_name"], "prevent_destroy": True},
    )
    assert config_of(stack)["lifecycle"] == {
        "ignore_changes": ["function_name", "maximum_retry_attempts"],
        "prevent_destroy": True,
    }


def test_a_lifecycle_that_ignores_all_stays(stack: TerraformStack) -> None:
    EventInvokeConfig(
        stack,
        "async",
        function="orders",
        maximum_retry_attempts=None,
        lifecycle={"ignore_changes": "all"},
    )
    assert config_of(stack)["lifecycle"] == {"ignore_changes": "all"}


def test_a_configuration_that_sets_nothing_is_refused(stack: TerraformStack) -> None:
    with pytest.raises(EventInvokeConfigError, match="refuses a configuration that sets nothing"):
        EventInvokeConfig(
            stack,
            "async",
            function="orders",
            maximum_event_age_in_seconds=None,
            maximum_retry_attempts=None,
        )


@given(st.integers() | st.integers(-3, 6))
def test_retries_are_accepted_as_in_the_service_model(attempts: int) -> None:
    bounds = INPUT["MaximumRetryAttempts"].metadata
    assert accepted(limits.retry_attempts, attempts) == (bounds["min"] <= attempts <= bounds["max"])


@given(st.integers() | st.integers(50, 70) | st.integers(21590, 21610))
def test_ages_are_accepted_as_in_the_service_model(seconds: int) -> None:
    bounds = INPUT["MaximumEventAgeInSeconds"].metadata
    within = bounds["min"] <= seconds <= bounds["max"]
    assert accepted(limits.event_age, seconds) == within
    if abs(seconds) < 10**9:
        assert accepted(limits.event_age, timedelta(seconds=seconds)) == within


def matches(text: str, shape: dict[str, Any]) -> bool:
    fits = shape["min"] <= len(text) <= shape["max"]
    return fits and re.fullmatch(shape["pattern"], text, re.ASCII) is not None


PUBLISHED = "$LATEST.PUBLISHED"


@given(
    st.from_regex(r"\$?[a-zA-Z0-9_$-]{1,130}|\$LATEST(\.PUBLISHED)?", fullmatch=True) | st.text()
)
def test_qualifiers_are_those_that_lambda_can_have(text: str) -> None:
    qualifier, alias = INPUT["Qualifier"].metadata, LAMBDA.shape_for("Alias").metadata
    can_exist = text in ("$LATEST", PUBLISHED) or text.isdigit() or matches(text, alias)
    # Old releases of botocore do not know the newest of them.
    is_in_model = matches(text, qualifier) or text == PUBLISHED
    assert limits.is_qualifier(text) == (is_in_model and can_exist)


@given(st.from_regex(r"[a-zA-Z0-9_.-]{1,70}", fullmatch=True) | st.text())
def test_function_names_are_those_that_lambda_can_create(text: str) -> None:
    pattern = LAMBDA.shape_for("UnqualifiedFunctionName").metadata["pattern"]
    # The model limits the whole ARN; the API's text says that a name alone has at most 64 characters.
    in_model = len(text) <= 64 and re.fullmatch(pattern, text, re.ASCII) is not None
    is_prefixed = ":" in text
    assert limits.is_function_name(text) == (in_model and not is_prefixed)
