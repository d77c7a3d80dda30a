"""A token where a number is taken: what may be a number passes, and an attribute that is text does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig, EventInvokeConfigError, EventInvokeDefaults
from tests.framework import (
    App,
    DataAwsSsmParameter,
    Fn,
    SqsQueue,
    TerraformIterator,
    TerraformLocal,
    TerraformStack,
    TerraformVariable,
    Token,
)
from tests.unit.conftest import config_of, function_in

if TYPE_CHECKING:
    from collections.abc import Callable

    Given = Callable[[TerraformStack], Any]

ARGUMENTS = ("maximum_event_age_in_seconds", "maximum_retry_attempts")


def variable(stack: TerraformStack) -> TerraformVariable:
    return TerraformVariable(stack, "number", type="string")


TEXT: dict[str, tuple[Given, str]] = {
    "ARN": (lambda stack: function_in(stack, "it").arn, "the arn of aws_lambda_function is text"),
    "ARN as number": (
        lambda stack: Token.as_number(function_in(stack, "it").arn),
        "the arn of aws_lambda_function is text",
    ),
    "ARN as text": (
        lambda stack: SqsQueue(stack, "it") and "${aws_sqs_queue.it.arn}",
        "the arn of aws_sqs_queue is text",
    ),
    "name": (lambda stack: SqsQueue(stack, "it").name, "the name of aws_sqs_queue is text"),
    "runtime": (lambda stack: function_in(stack, "it").runtime, "is text"),
    "variable": (lambda stack: variable(stack).string_value, "this is a token of text"),
    "local": (
        lambda stack: TerraformLocal(stack, "local", "60").as_string,
        "this is a token of text",
    ),
    "digits around a token": (
        lambda stack: f"1{variable(stack).string_value}0",
        "this is a token of text",
    ),
    "parameter": (
        lambda stack: DataAwsSsmParameter(stack, "it", name="age").value,
        "this is a token of text",
    ),
    "unit": (lambda stack: f"{variable(stack).string_value}s", "this is text with 's' in it"),
    "name around a token": (
        lambda stack: f"queue-{variable(stack).string_value}",
        "this is text with 'queue-' in it",
    ),
}


@pytest.mark.parametrize("argument", ARGUMENTS)
@pytest.mark.parametrize("form", TEXT)
def test_what_is_text_is_refused(stack: TerraformStack, argument: str, form: str) -> None:
    value, reason = TEXT[form]
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", **{argument: value(stack)})
    (problem,) = refused.value.problems
    assert problem.argument == argument
    assert reason in problem.reason
    assert problem.fix == (
        "give a number, or a token of one such as variable.number_value, module.get_number(...) or "
        "Token.as_number(...)"
    )


@pytest.mark.parametrize("argument", ARGUMENTS)
@pytest.mark.parametrize("form", [form for form in TEXT if form != "ARN as text"])
def test_what_is_text_is_no_default(stack: TerraformStack, argument: str, form: str) -> None:
    value, reason = TEXT[form]
    with pytest.raises(EventInvokeConfigError, match=re.escape(reason)) as refused:
        EventInvokeDefaults(**{argument: value(stack)})
    (problem,) = refused.value.problems
    assert "${" in problem.value
    assert "TfToken" not in problem.value


NUMBERS: dict[str, Given] = {
    "number variable": lambda stack: variable(stack).number_value,
    "expression": lambda stack: variable(stack) and "${var.number}",
    "any variable": lambda stack: variable(stack).value,
    "attribute that is a number": lambda stack: SqsQueue(stack, "it").visibility_timeout_seconds,
    "the same as text": lambda stack: Token.as_string(
        SqsQueue(stack, "it").visibility_timeout_seconds
    ),
    "parameter": lambda stack: Token.as_number(DataAwsSsmParameter(stack, "it", name="age").value),
    "local": lambda stack: TerraformLocal(stack, "local", 60).as_number,
    "function": lambda stack: Fn.tonumber(variable(stack).string_value),
}


@pytest.mark.parametrize("argument", ARGUMENTS)
@pytest.mark.parametrize("form", NUMBERS)
def test_what_may_be_a_number_passes(stack: TerraformStack, argument: str, form: str) -> None:
    EventInvokeConfig(stack, "async", function="orders", **{argument: NUMBERS[form](stack)})
    assert "${" in str(config_of(stack)[argument])
    EventInvokeDefaults(**{argument: NUMBERS[form](TerraformStack(App(), "other"))})


@pytest.mark.parametrize("argument", ARGUMENTS)
@pytest.mark.parametrize(
    "given",
    [
        lambda ages: ages.value,
        lambda ages: ages.get_string("age"),
        lambda ages: ages.get_number("age"),
    ],
    ids=["value", "text", "number"],
)
def test_an_element_may_be_a_number(stack: TerraformStack, argument: str, given: Any) -> None:
    ages = TerraformIterator.from_map({"orders": {"age": 60}})
    EventInvokeConfig(stack, "async", function="orders", for_each=ages, **{argument: given(ages)})
    assert "each.value" in config_of(stack)[argument]
