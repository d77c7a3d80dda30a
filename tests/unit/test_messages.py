"""What a user reads: the value that was given, what is wrong with it, what to write instead."""

from __future__ import annotations

import importlib.metadata
import inspect
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

import constructs_eic
from constructs_eic import (
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeConfigLookup,
    EventInvokeDefaults,
    LambdaDestination,
    LostEventAlarms,
    SqsDestination,
)
from tests.framework import (
    AwsProvider,
    IamRole,
    LambdaFunction,
    SnsTopic,
    SqsQueue,
    TerraformCount,
    TerraformIterator,
    TerraformStack,
    TerraformVariable,
)
from tests.unit.conftest import function_in

if TYPE_CHECKING:
    from collections.abc import Callable

NEXT = "arn:aws:lambda:us-east-1:123456789012:function:next"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"


def problem_of(stack: TerraformStack, **arguments: Any) -> Any:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", **{"function": "orders", **arguments})
    (problem,) = refused.value.problems
    return problem


@pytest.mark.parametrize(
    ("argument", "given"),
    [
        ("on_failure", SqsDestination),
        ("on_success", SqsQueue),
        ("function", LambdaFunction),
        ("provider", AwsProvider),
        ("role", IamRole),
        ("maximum_retry_attempts", int),
    ],
)
def test_a_class_is_told_from_its_object(stack: TerraformStack, argument: str, given: type) -> None:
    problem = problem_of(stack, **{argument: given})
    assert (problem.argument, problem.value) == (argument, given.__name__)
    assert problem.reason == "this is a class, not an instance of it"
    assert f"{given.__name__}(...)" in problem.fix


@pytest.mark.parametrize(
    ("argument", "fix"),
    [
        ("on_failure", "SqsDestination(variable.string_value)"),
        ("function", ".string_value"),
        ("qualifier", ".string_value"),
        ("role", ".string_value"),
        ("maximum_retry_attempts", ".number_value"),
        ("maximum_event_age_in_seconds", ".number_value"),
    ],
)
def test_a_variable_is_told_from_its_value(stack: TerraformStack, argument: str, fix: str) -> None:
    variable = TerraformVariable(stack, "variable", type="string")
    problem = problem_of(stack, **{argument: variable})
    assert (problem.argument, problem.value) == (argument, "<TerraformVariable>")
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("argument", "given", "reason"),
    [
        ("maximum_event_age_in_seconds", 3600.0, "the type is wrong: this is a float"),
        ("maximum_event_age_in_seconds", "3600", "the type is wrong: this is a str"),
        ("maximum_event_age_in_seconds", True, "the type is wrong: this is a bool"),
        ("maximum_event_age_in_seconds", timedelta(seconds=60.5), "a fraction of a second"),
        ("maximum_event_age_in_seconds", 59, "1 minute to 6 hours"),
        ("maximum_retry_attempts", "2", "the type is wrong: this is a str"),
        ("maximum_retry_attempts", 1.0, "the type is wrong: this is a float"),
        ("maximum_retry_attempts", 3, "0 to 2 times"),
        ("on_failure", [QUEUE], "this is a list"),
        ("on_failure", {"destination": QUEUE}, "this is a dict"),
        (
            "on_failure",
            LambdaDestination(NEXT, response_only="no"),  # type: ignore[arg-type]
            "this is not a bool",
        ),
    ],
)
def test_a_value_of_the_wrong_type_is_told_so(
    stack: TerraformStack, argument: str, given: Any, reason: str
) -> None:
    assert reason in problem_of(stack, **{argument: given}).reason


def test_a_python_subclass_is_shown_by_its_own_name(stack: TerraformStack) -> None:
    config = EventInvokeConfig(stack, "other", function="other")
    problem = problem_of(stack, on_failure=config)
    assert (problem.argument, problem.value) == ("on_failure", "<EventInvokeConfig>")


def test_no_value_is_shown_where_none_was_given(stack: TerraformStack) -> None:
    nothing: Any = {"maximum_event_age_in_seconds": None, "maximum_retry_attempts": None}
    problem = problem_of(stack, **nothing)
    assert problem.value == ""
    assert "=" not in str(problem)


def test_a_key_on_a_queue_is_shown_as_the_queues(stack: TerraformStack) -> None:
    queue = SqsQueue(stack, "queue", kms_master_key_id="alias/orders")
    problem = problem_of(stack, on_failure=queue)
    assert problem.value == "<SqsQueue>"
    assert "the key 'alias/orders'" in problem.reason


@pytest.mark.parametrize(
    ("many", "instance"),
    [
        ({"count": 2}, "${aws_sqs_queue.queue[0].arn}"),
        ({"for_each": True}, '${aws_sqs_queue.queue["KEY"].arn}'),
        ({"count": TerraformCount.of(2)}, "${aws_sqs_queue.queue[0].arn}"),
    ],
    ids=["count", "for_each", "TerraformCount"],
)
@pytest.mark.parametrize(
    "destination",
    [
        lambda queue: queue,
        lambda queue: SqsDestination(queue),
        lambda queue: queue.arn,
        lambda queue: SqsDestination(queue.arn),
    ],
    ids=["bare", "wrapped", "token", "wrapped token"],
)
def test_many_queues_are_not_one(
    stack: TerraformStack, many: Any, instance: str, destination: Any
) -> None:
    if "for_each" in many:
        many = {"for_each": TerraformIterator.from_list(["a", "b"])}
    queue = SqsQueue(stack, "queue", **many)
    problem = problem_of(stack, on_failure=destination(queue))
    assert problem.argument == "on_failure"
    assert instance in problem.fix


def test_defaults_tell_a_class_too() -> None:
    with pytest.raises(EventInvokeConfigError, match="this is a class"):
        EventInvokeDefaults(on_failure=SqsDestination)  # type: ignore[arg-type]


@pytest.mark.parametrize("construct", [EventInvokeConfig, EventInvokeConfigLookup])
def test_an_editor_shows_the_arguments_of_a_constructor(construct: Any) -> None:
    text = inspect.getdoc(construct.__init__)
    assert text is not None
    arguments = set(inspect.signature(construct.__init__).parameters) - {"self"}
    assert {name for name in arguments if f"{name}: " in text} == arguments


def test_the_version_is_the_distributions() -> None:
    assert constructs_eic.__version__ == importlib.metadata.version("constructs-eic")


class TestATokenIsShownAsItsExpression:
    """Not in the framework's encoding, which nobody can look up."""

    def test_in_a_reason(self, stack: TerraformStack) -> None:
        name = TerraformVariable(stack, "name", type="string").string_value
        problem = problem_of(stack, on_failure=f"arn:aws:s3:::{name}!")
        assert problem.reason == "'${var.name}!' is not a name that s3 accepts"

    def test_in_a_destination(self, stack: TerraformStack) -> None:
        name = TerraformVariable(stack, "name", type="string").string_value
        destination = SqsDestination(f"arn:aws:sqs:us-east-1:123456789012:{name}")
        shown = "SqsDestination('arn:aws:sqs:us-east-1:123456789012:${var.name}')"
        assert repr(destination) == shown
        assert problem_of(stack, on_failure=[destination]).value == f"[{shown}]"

    def test_where_there_is_no_stack(self, stack: TerraformStack) -> None:
        topic = TerraformVariable(stack, "topic", type="string").string_value
        with pytest.raises(EventInvokeConfigError) as refused:
            LostEventAlarms(notify=[topic] * 6)
        assert refused.value.problems[0].value.startswith("('${var.topic}', ")


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (lambda stack: f"{function_in(stack, 'next').arn}:$LATEST", "LambdaDestination"),
        (lambda stack: f"{variable_in(stack)}:function:next", "LambdaDestination"),
        (lambda stack: f"{SqsQueue(stack, 'queue').arn}-dead", "SqsDestination"),
        (lambda stack: f"{SnsTopic(stack, 'topic').arn}-dead", "SnsDestination"),
        (lambda stack: variable_in(stack), "SqsDestination"),
    ],
    ids=["function", "literal", "queue", "topic", "unknown"],
)
def test_what_is_not_known_is_to_be_wrapped_in_what_it_may_be(
    stack: TerraformStack, value: Callable[[TerraformStack], str], named: str
) -> None:
    assert problem_of(stack, on_failure=value(stack)).fix == f"wrap it, as in {named}(...)"


def test_what_the_message_says_is_accepted(stack: TerraformStack) -> None:
    arn = f"{function_in(stack, 'next').arn}:$LATEST"
    EventInvokeConfig(stack, "async", function="orders", on_failure=LambdaDestination(arn))


def variable_in(stack: TerraformStack) -> str:
    return TerraformVariable(stack, "variable", type="string").string_value
