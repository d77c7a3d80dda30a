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
    assert problem.fix == "give a number, or a token of one such as variable.number_value"


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
    "string variable": lambda stack: variable(stack).string_value,
    "any variable": lambda stack: variable(stack).value,
    "digits around a token": lambda stack: f"1{variable(stack).string_value}0",
    "attribute that is a number": lambda stack: SqsQueue(stack, "it").visibility_timeout_seconds,
    "the same as text": lambda stack: Token.as_string(
        SqsQueue(stack, "it").visibility_timeout_seconds
    ),
    "parameter": lambda stack: DataAwsSsmParameter(stack, "it", name="age").value,
    "function": lambda stack: Fn.tonumber(variable(stack).string_value),
}


@pytest.mark.parametrize("argument", ARGUMENTS)
@pytest.mark.parametrize("form", NUMBERS)
def test_what_may_be_a_number_passes(stack: TerraformStack, argument: str, form: str) -> None:
    EventInvokeConfig(stack, "async", function="orders", **{argument: NUMBERS[form](stack)})
    assert "${" in str(config_of(stack)[argument])
    EventInvokeDefaults(**{argument: NUMBERS[form](TerraformStack(App(), "other"))})
