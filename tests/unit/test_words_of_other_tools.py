"""What a user reads who writes an argument, a class or a value as another tool has it."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import (
    Destination,
    DestinationConfig,
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeConfigLookup,
    EventInvokeDefaults,
    LambdaDestination,
    LostEventAlarms,
    S3Destination,
    SnsDestination,
    SqsDestination,
    deployer_policy,
    records_policy,
    redriver_policy,
)
from constructs_eic.checks import AsyncChecks, Suppression
from constructs_eic.records import read, redrive
from constructs_eic.testing import assert_no_findings
from tests.framework import Aspects, Fn, S3Bucket, SnsTopic, SqsQueue, TerraformStack

if TYPE_CHECKING:
    from collections.abc import Callable

TOPIC = "arn:aws:sns:eu-west-1:123456789012:failures"
NEXT = "arn:aws:lambda:eu-west-1:123456789012:function:next"
URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/failures"


@pytest.mark.parametrize(
    ("given", "here"),
    [
        ("retry_attempts", "here it is maximum_retry_attempts="),
        ("maximum_retries", "here it is maximum_retry_attempts="),
        ("max_event_age", "here it is maximum_event_age_in_seconds="),
        ("function_name", "here it is function="),
        ("alias", "here it is qualifier="),
        ("destination_config", "here these are on_failure= and on_success="),
        ("destination_on_failure", "here it is on_failure="),
    ],
)
def test_an_argument_is_called_by_its_name_here(
    stack: TerraformStack, given: str, here: str
) -> None:
    arguments: Any = {"function": "orders", given: 1}
    with pytest.raises(TypeError) as refused:
        EventInvokeConfig(stack, "async", **arguments)
    python = f"EventInvokeConfig.__init__() got an unexpected keyword argument {given!r}"
    assert str(refused.value) == f"{python}; {here}"
    assert stack.node.try_find_child("async") is None


def test_a_slip_of_the_pen_is_corrected(stack: TerraformStack) -> None:
    arguments: Any = {"function": "orders", "on_failur": TOPIC}
    with pytest.raises(TypeError, match=r"; did you mean on_failure=\?$"):
        EventInvokeConfig(stack, "async", **arguments)


def test_all_are_listed_where_none_is_near() -> None:
    nothing_near: Any = {"zzz": 1}
    with pytest.raises(TypeError, match=r"; it takes queue=, encryption_key=$"):
        SqsDestination(**nothing_near)


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (
            lambda stack: EventInvokeConfig(stack, "async", "orders"),  # type: ignore[call-arg]
            "give what comes after id by name, as in function=...",
        ),
        (
            lambda stack: EventInvokeConfigLookup(stack, "found", "orders"),  # type: ignore[call-arg]
            "give what comes after id by name, as in function=...",
        ),
        (
            lambda _: LambdaDestination(NEXT, True),  # type: ignore[call-arg]
            "give what comes after function by name, as in response_only=...",
        ),
        (
            lambda _: LostEventAlarms(TOPIC),  # type: ignore[call-arg]
            "give each argument by name, as in notify=...",
        ),
    ],
)
def test_what_has_no_position_is_given_by_name(
    stack: TerraformStack, call: Callable[[TerraformStack], object], hint: str
) -> None:
    with pytest.raises(TypeError, match="positional argument") as refused:
        call(stack)
    assert str(refused.value).endswith(f"; {hint}")


@pytest.mark.parametrize(
    ("of", "given", "here"),
    [
        (EventInvokeDefaults, "retry_attempts", "maximum_retry_attempts="),
        (LostEventAlarms, "topics", "notify="),
        (SqsDestination, "kms_master_key_id", "encryption_key="),
        (SnsDestination, "topic_arn", "topic="),
    ],
)
def test_the_other_classes_say_it_too(of: Callable[..., object], given: str, here: str) -> None:
    with pytest.raises(TypeError, match=f"; here it is {here}$"):
        of(**{given: "x"})


def test_every_argument_that_is_unexpected_is_named(stack: TerraformStack) -> None:
    arguments: Any = {"function_name": "orders", "retry_attempts": 1, "on_failur": TOPIC}
    with pytest.raises(TypeError) as refused:
        EventInvokeConfig(stack, "async", **arguments)
    assert str(refused.value) == (
        "EventInvokeConfig.__init__() got an unexpected keyword argument 'function_name'; here it is function=; "
        "also unexpected: 'retry_attempts' (here it is maximum_retry_attempts=), "
        "'on_failur' (did you mean on_failure=?)"
    )


@pytest.mark.parametrize(
    ("of", "given", "here"),
    [
        (AsyncChecks, "enable", "select="),
        (AsyncChecks, "suppress", "suppressions="),
        (Suppression, "id", "rule="),
        (assert_no_findings, "skip", "ignore="),
    ],
)
def test_the_checks_say_it_too(of: Callable[..., object], given: str, here: str) -> None:
    with pytest.raises(
        TypeError, match=f"unexpected keyword argument '{given}'; here it is {here}$"
    ):
        of(**{given: "x"})


@pytest.mark.parametrize(
    ("of", "given", "here"),
    [
        (deployer_policy, "operation", "did you mean operations="),
        (records_policy, "function", "here it is functions="),
        (redriver_policy, "account_id", "did you mean account="),
    ],
)
def test_policies_say_it_too(of: Callable[..., object], given: str, here: str) -> None:
    with pytest.raises(TypeError, match=f"unexpected keyword argument '{given}'; {here}"):
        of(**{given: "x"})


@pytest.mark.parametrize("of", [EventInvokeDefaults, AsyncChecks])
def test_what_is_added_as_an_aspect_says_how_it_is_applied(
    stack: TerraformStack, of: Callable[[], Any]
) -> None:
    name = of.__name__
    message = f"{name} is not an aspect; write {name}(...).apply_to(scope)"
    with pytest.raises(AttributeError, match=re.escape(message)):
        Aspects.of(stack).add(of())


@pytest.mark.parametrize("of", [read, redrive])
def test_records_are_read_by_the_names_here(of: Callable[..., object]) -> None:
    with pytest.raises(
        TypeError, match=r"unexpected keyword argument 'selections'; did you mean selection=\?$"
    ):
        of("failed-orders", selections=None)


@pytest.mark.parametrize("of", [read, redrive])
def test_what_is_no_selection_is_refused_at_the_call(of: Callable[..., object]) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        of(None, selection="orders", visibility_timeout=0)
    assert [each.argument for each in refused.value.problems] == [
        "source",
        "selection",
        "visibility_timeout",
    ]


def test_a_type_error_from_within_is_left_as_it_is(stack: TerraformStack) -> None:
    class Refusing(Destination):
        def bind(self, delivery: Any) -> DestinationConfig:
            raise TypeError("got an unexpected keyword argument 'alias'")

    with pytest.raises(TypeError) as refused:
        EventInvokeConfig(stack, "async", function="orders", on_failure=Refusing(TOPIC))
    assert str(refused.value) == "got an unexpected keyword argument 'alias'"


@pytest.mark.parametrize(
    "of", [EventInvokeConfig, EventInvokeConfigLookup, LostEventAlarms, SqsDestination]
)
def test_the_signature_stays(of: Any) -> None:
    kinds = {each.kind for each in inspect.signature(of.__init__).parameters.values()}
    assert inspect.Parameter.VAR_KEYWORD not in kinds


def problem_of(stack: TerraformStack, given: Any) -> tuple[str, str, str]:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", on_failure=given)
    (problem,) = refused.value.problems
    return problem.value, problem.reason, problem.fix


@pytest.mark.parametrize("form", ["resource", "reference", "ARN"])
def test_what_is_of_another_class_says_which(stack: TerraformStack, form: str) -> None:
    topic = SnsTopic(stack, "topic")
    given: Any = {"resource": topic, "reference": topic.arn, "ARN": TOPIC}[form]
    _, reason, fix = problem_of(stack, SqsDestination(given))
    assert (reason, fix) == (
        "SqsDestination takes no SNS topic",
        "give it as SnsDestination(...)",
    )


def test_a_bucket_is_no_topic(stack: TerraformStack) -> None:
    _, _, fix = problem_of(stack, SnsDestination(S3Bucket(stack, "bucket")))
    assert fix == "give it as S3Destination(...)"


@pytest.mark.parametrize("wrapped", [lambda url: url, SqsDestination, S3Destination])
def test_the_arn_is_told_from_the_url_of_a_queue(
    stack: TerraformStack, wrapped: Callable[[str], object]
) -> None:
    assert problem_of(stack, wrapped(URL)) == (
        repr(URL),
        "this is the URL of a queue, and Lambda takes its ARN",
        "give 'arn:aws:sqs:eu-west-1:123456789012:failures'",
    )


def test_a_queue_is_no_key(stack: TerraformStack) -> None:
    queue = SqsQueue(stack, "queue")
    value, reason, _ = problem_of(stack, SqsDestination(queue, encryption_key=queue))
    assert (value, reason) == (
        "<SqsQueue>",
        "the key of on_failure must be a KMS key, and this is something else",
    )


def test_a_dict_is_shown_with_its_expressions(stack: TerraformStack) -> None:
    queue = SqsQueue(stack, "queue")
    assert problem_of(stack, {"destination": queue.arn}) == (
        "{'destination': '${aws_sqs_queue.queue.arn}'}",
        "this is a dict",
        "give the destination itself, as in on_failure=queue",
    )


@pytest.mark.parametrize("given", [None, 1])
def test_a_bound_destination_has_an_arn(given: Any) -> None:
    with pytest.raises(TypeError, match=f"arn={given} is not text; give the destination's ARN"):
        DestinationConfig(given)


def test_a_bound_destination_takes_a_function_of_terraform() -> None:
    one: Any = Fn.lookup_nested({"a": TOPIC}, ["a"])
    assert isinstance(DestinationConfig(one).arn, str)
