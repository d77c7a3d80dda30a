"""Configurations of one function are applied one after the other: Lambda refuses parallel changes with an error."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsii
import pytest
from constructs import Construct, IConstruct

from constructs_eic import EventInvokeConfig
from constructs_eic.testing import synthesized as synthesized_by_us
from tests import framework
from tests.framework import (
    App,
    Aspects,
    AwsProvider,
    IAspect,
    LambdaAlias,
    SqsQueue,
    TerraformStack,
    TerraformVariable,
)
from tests.round_trips import round_trips
from tests.unit.conftest import (
    CONFIG,
    address,
    function_in,
    stack_in,
    synthesized,
    validate,
)

if TYPE_CHECKING:
    from collections.abc import Callable

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders"


def awaited(config: EventInvokeConfig) -> list[str]:
    """The configurations that Terraform applies before this one."""
    block = synthesized(config.resource.cdktf_stack)["resource"][CONFIG]
    depends_on = block[config.resource.friendly_unique_id].get("depends_on", [])
    addresses = dict.fromkeys(each.removeprefix("${").removesuffix("}") for each in depends_on)
    return [each for each in addresses if each.startswith(CONFIG)]


def assert_in_line(*configs: EventInvokeConfig) -> None:
    assert awaited(configs[0]) == []
    for before, after in pairwise(configs):
        assert awaited(after) == [address(before.resource)]


def test_qualifiers_of_a_function_are_in_line(stack: TerraformStack) -> None:
    function = function_in(stack, "orders", publish=True)
    assert_in_line(
        *(
            EventInvokeConfig(stack, f"of-{number}", function=function, qualifier=qualifier)
            for number, qualifier in enumerate([None, "1", "live", function.version])
        )
    )


def by_app(stack: TerraformStack) -> Any:
    app = stack.node.root
    assert isinstance(app, App)
    app.synth()
    written = Path(app.outdir, app.manifest.for_stack(stack).synthesized_stack_path)
    return json.loads(written.read_text("utf-8"))


def by_full_synth(stack: TerraformStack) -> Any:
    written = Path(framework.Testing.full_synth(stack), "stacks", stack.node.id, "cdk.tf.json")
    return json.loads(written.read_text("utf-8"))


@pytest.mark.parametrize(
    "synthesize",
    [
        by_app,
        by_full_synth,
        synthesized_by_us,
        lambda stack: json.loads(framework.Testing.synth(stack)),
        lambda stack: json.loads(framework.Testing.synth(stack, True)),
    ],
    ids=["app", "full", "ours", "plain", "validated"],
)
def test_the_line_is_complete_however_the_stack_is_synthesized(
    stack: TerraformStack, synthesize: Callable[[TerraformStack], Any]
) -> None:
    function = function_in(stack, "orders")
    first, second, third, fourth = (
        EventInvokeConfig(stack, f"of-{id_}", function=function, qualifier=id_) for id_ in "1234"
    )
    stack.node.try_remove_child("of-2")
    block = synthesize(stack)["resource"][CONFIG]
    assert second.resource.friendly_unique_id not in block
    assert [
        block[each.resource.friendly_unique_id].get("depends_on", [])
        for each in (first, third, fourth)
    ] == [[], [address(first.resource)], [address(third.resource)]]


def test_each_configuration_takes_the_same_number_of_round_trips() -> None:
    def trips_of_synth(count: int) -> int:
        stack = stack_in(App(), f"with-{count}")
        function = function_in(stack, "orders")
        for number in range(count):
            EventInvokeConfig(
                stack, f"of-{number}", function=function, qualifier=f"a{number}", on_failure=QUEUE
            )
        with round_trips() as trips:
            validate(stack)
        return len(trips)

    few, more, many = map(trips_of_synth, (10, 30, 50))
    of_stack = 5  # some are asked once for a stack, or for the app
    assert many - more <= more - few + of_stack


def ways_to_name(stack: TerraformStack) -> list[dict[str, Any]]:
    function = function_in(stack, "orders", publish=True)
    alias = LambdaAlias(
        stack, "alias", name="live", function_name=function.arn, function_version="1"
    )
    return [
        {"function": function},
        {"function": alias},
        {"function": "orders", "qualifier": "1"},
        {"function": function.arn, "qualifier": "2"},
        {"function": function.function_name, "qualifier": "3"},
        {"function": function.qualified_arn},
        {"function": "orders:canary"},
        {"function": f"{ARN}:4"},
        {"function": function, "qualifier": "5"},
    ]


def test_a_function_is_one_whatever_names_it(stack: TerraformStack) -> None:
    assert_in_line(
        *(
            EventInvokeConfig(Construct(stack, f"service-{number}"), "async", **named)
            for number, named in enumerate(ways_to_name(stack))
        )
    )


@pytest.mark.parametrize(
    "token_of",
    [
        lambda _: "${var.function}",
        lambda stack: TerraformVariable(stack, "function", type="string").string_value,
    ],
    ids=["expression", "encoded"],
)
def test_what_only_terraform_knows_is_one_function(
    stack: TerraformStack, token_of: Callable[[TerraformStack], str]
) -> None:
    token = token_of(stack)
    assert_in_line(
        EventInvokeConfig(stack, "first", function=token, qualifier="1"),
        EventInvokeConfig(stack, "second", function=token, qualifier="2"),
        EventInvokeConfig(stack, "third", function=f"{token}:3"),
    )


def test_other_functions_are_applied_at_once(stack: TerraformStack) -> None:
    ireland = AwsProvider(stack, "ireland", alias="ireland", region="eu-west-1")
    others: list[dict[str, Any]] = [
        {"function": function_in(stack, "orders")},
        {"function": function_in(stack, "payments")},
        {"function": "orders", "provider": ireland},
        {"function": "${var.function}"},
        {"function": ARN.replace("orders", "refunds")},
        {"function": ARN.replace("orders", "refunds").replace("123456789012", "210987654321")},
    ]
    for number, other in enumerate(others):
        assert awaited(EventInvokeConfig(stack, f"of-{number}", **other)) == []


def test_another_stack_is_applied_for_itself(app: App, stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    EventInvokeConfig(stack, "first", function=function)
    other = stack_in(app, "other")
    assert_in_line(
        EventInvokeConfig(other, "second", function=function, qualifier="1"),
        EventInvokeConfig(other, "third", function=function, qualifier="2"),
    )


def test_what_else_is_waited_for_stays(stack: TerraformStack) -> None:
    function, queue = function_in(stack, "orders"), SqsQueue(stack, "queue")
    first = EventInvokeConfig(stack, "first", function=function)
    second = EventInvokeConfig(
        stack, "second", function=function, qualifier="1", on_failure=QUEUE, depends_on=[queue]
    )
    assert second.policy is not None
    block = synthesized(stack)["resource"][CONFIG][second.resource.friendly_unique_id]
    expected = [address(second.policy), address(queue), address(first.resource)]
    assert block["depends_on"] == expected


def test_of_one_that_was_removed_nothing_is_left(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    first, _, third = (
        EventInvokeConfig(Construct(stack, id_), "async", function=function, qualifier=id_)
        for id_ in ("1", "2", "3")
    )
    stack.node.try_remove_child("2")
    assert_in_line(first, third)
    stack.node.try_remove_child("1")
    assert awaited(third) == []


def test_what_an_aspect_removes_is_not_waited_for(stack: TerraformStack) -> None:
    @jsii.implements(IAspect)
    class WithoutSecond:
        def visit(self, node: IConstruct) -> None:
            if node.node.id == "scope-2":
                node.node.try_remove_child("async")

    function = function_in(stack, "orders")
    first, _, third = (
        EventInvokeConfig(
            Construct(stack, f"scope-{id_}"), "async", function=function, qualifier=id_
        )
        for id_ in "123"
    )
    Aspects.of(stack).add(WithoutSecond())
    block = synthesized_by_us(stack)["resource"][CONFIG]
    assert block[third.resource.friendly_unique_id]["depends_on"] == [address(first.resource)]


def test_a_configuration_that_comes_after_a_synthesis_is_in_line(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    first = EventInvokeConfig(stack, "first", function=function)
    assert_in_line(first)
    assert_in_line(first, EventInvokeConfig(stack, "second", function=function, qualifier="1"))


def test_a_logical_id_can_be_overridden(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    first, second = (
        EventInvokeConfig(stack, f"of-{id_}", function=function, qualifier=id_) for id_ in "12"
    )
    first.resource.override_logical_id("renamed")
    assert awaited(second) == [f"{CONFIG}.renamed"]


@pytest.mark.parametrize("waiting", [[(0, 2)], [(0, 1), (1, 2)], [(0, 3), (1, 2)], [(0, 1)]])
def test_an_earlier_one_may_wait_for_later_ones(
    stack: TerraformStack, waiting: list[tuple[int, int]]
) -> None:
    function = function_in(stack, "orders")
    configs = [
        EventInvokeConfig(stack, f"of-{id_}", function=function, qualifier=id_) for id_ in "1234"
    ]
    for one, other in waiting:
        configs[one].resource.depends_on = [configs[other].resource.fqn]
    addresses = [address(each.resource) for each in configs]
    waits_for = dict(zip(addresses, map(awaited, configs), strict=True))

    line: list[str] = []
    while len(line) < len(configs):
        (following,) = (
            each for each in waits_for if each not in line and set(waits_for[each]) <= set(line)
        )
        line.append(following)
    for one, other in waiting:
        assert line.index(addresses[one]) > line.index(addresses[other])


def test_an_order_that_was_asked_for_is_no_circle(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    first = EventInvokeConfig(stack, "first", function=function)
    second = EventInvokeConfig(stack, "second", function=function, qualifier="1")
    first.resource.depends_on = [second.resource.fqn]
    assert_in_line(second, first)


def test_an_order_that_was_asked_for_may_be_the_same(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    first = EventInvokeConfig(stack, "first", function=function)
    second = EventInvokeConfig(
        stack, "second", function=function, qualifier="1", depends_on=[first.resource]
    )
    assert_in_line(first, second)
