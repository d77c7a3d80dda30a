"""How a problem is written for the user."""

from __future__ import annotations

import pickle

import pytest

from constructs_eic._values.errors import NOTHING, EventInvokeConfigError, Problem, Problems, shown
from tests.framework import SqsQueue, TerraformStack, TerraformVariable

LONGEST = 400


class Failures(SqsQueue):
    """A user's own construct."""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (NOTHING, ""),
        ("text", "'text'"),
        (int, "int"),
        ([1, "a"], "[1, 'a']"),
        ((1, "a"), "(1, 'a')"),
        ("a" * (LONGEST - 2), repr("a" * (LONGEST - 2))),
        ("a" * (LONGEST - 1), f"{repr('a' * LONGEST)[: LONGEST - 1]}…"),
    ],
)
def test_a_value_is_shown_on_one_line(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_construct_is_shown_by_its_kind(stack: TerraformStack) -> None:
    assert shown(SqsQueue(stack, "queue")) == "<SqsQueue>"
    assert shown(Failures(stack, "failures")) == "<Failures>"


def test_all_problems_are_in_one_error_a_line_each() -> None:
    problems = Problems(lambda: "app/async", lambda text: text.replace("TOKEN", "${var.x}"))
    problems.add("function", "TOKEN", "it is not one", "give one")
    with pytest.raises(EventInvokeConfigError) as refused:
        problems.fail("qualifier", 5, "it is a number", "give text")
    assert refused.value.problems == (
        Problem("app/async", "function", "'${var.x}'", "it is not one", "give one"),
        Problem("app/async", "qualifier", "5", "it is a number", "give text"),
    )
    assert str(refused.value) == (
        "app/async: function='${var.x}': it is not one; give one\n"
        "app/async: qualifier=5: it is a number; give text"
    )


def test_an_error_can_be_pickled() -> None:
    error = EventInvokeConfigError([Problem("app/async", "function", "5", "reason", "fix")])
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(copy), copy.problems, str(copy)) == (type(error), error.problems, str(error))


def test_no_problem_is_no_error() -> None:
    Problems(lambda: "app/async").raise_if_any()


@pytest.mark.parametrize(
    ("argument", "fix"),
    [
        ("on_failure", "give its value, wrapped as in SqsDestination(variable.string_value)"),
        ("on_success", "give its value, wrapped as in SqsDestination(variable.string_value)"),
        ("qualifier", "give its .string_value, or its .number_value where a number is taken"),
    ],
)
def test_a_variable_is_mistaken_for_its_value(
    stack: TerraformStack, argument: str, fix: str
) -> None:
    problems = Problems(lambda: "path")
    problems.add(argument, TerraformVariable(stack, "it"), "another reason", "another fix")
    assert str(problems.found[0]) == (
        f"path: {argument}=<TerraformVariable>: this is the variable itself, not its value; {fix}"
    )


def test_a_class_is_mistaken_for_its_object() -> None:
    problems = Problems(lambda: "path")
    problems.add("function", SqsQueue, "another reason", "another fix")
    assert str(problems.found[0]) == (
        "path: function=SqsQueue: this is a class, not an instance of it; create one, as in SqsQueue(...)"
    )
