"""A function that is looked up may not exist before the apply: it waits for what the name comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from constructs_eic import EventInvokeConfig, EventInvokeConfigLookup
from tests.framework import (
    Fn,
    LambdaAlias,
    SnsTopic,
    TerraformHclModule,
    TerraformIterator,
    TerraformLocal,
    TerraformVariable,
    Token,
)
from tests.unit.conftest import config_of, function_in, only, stack_in, synthesized

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.framework import App, TerraformModule, TerraformStack

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
DATA = "aws_lambda_function"


@pytest.fixture
def module(stack: TerraformStack) -> TerraformModule:
    return TerraformHclModule(stack, "orders", source="terraform-aws-modules/lambda/aws")


def awaited(stack: TerraformStack, **arguments: Any) -> list[str]:
    """What the data source of a configuration waits for."""
    given = {"function": "orders", "on_failure": QUEUE, **arguments}
    EventInvokeConfig(stack, "async", **given)
    waiting: list[str] = only(stack, DATA, "data").get("depends_on", [])
    return waiting


Names: TypeAlias = "Callable[[TerraformStack, TerraformModule], dict[str, Any]]"


def local_of(value: Callable[[TerraformModule], Any]) -> Names:
    return lambda stack, module: {
        "function": TerraformLocal(stack, "name", value(module)).as_string
    }


FROM_A_MODULE: dict[str, Names] = {
    "name": lambda _, module: {"function": module.get_string("lambda_function_name")},
    "qualified ARN": lambda _, module: {"function": module.get_string("qualified_arn")},
    "text": lambda *_: {"function": "${module.orders.name}"},
    "one of several": lambda *_: {"function": "${module.orders[0].name}"},
    "part of a name": lambda _, module: {"function": f"shop-{module.get_string('suffix')}"},
    "part of an ARN": lambda _, module: {
        "function": f"arn:aws:lambda:us-east-1:123456789012:function:{module.get_string('name')}"
    },
    "function of a name": lambda _, module: {"function": Fn.lower(module.get_string("name"))},
    "name with a qualifier": lambda _, module: {"function": f"{module.get_string('name')}:live"},
    "version": lambda _, module: {"qualifier": module.get_string("version")},
    "qualifier in the name": lambda _, module: {
        "function": f"orders:{module.get_string('version')}"
    },
    "local": local_of(lambda module: module.get_string("name")),
    "local of text": local_of(lambda _: "${lower(module.orders.name)}"),
    "local of a map": lambda stack, module: {
        "function": Fn.lookup_nested(
            TerraformLocal(stack, "names", {"a": [module.get_string("name")]}).as_any_map,
            ["a", "0"],
        )
    },
    "local of a local": lambda stack, module: {
        "function": TerraformLocal(
            stack, "name", TerraformLocal(stack, "first", module.get_string("name")).as_string
        ).as_string
    },
    "depends_on": lambda _, module: {"depends_on": [module]},
    "alias": lambda stack, module: {
        "function": LambdaAlias(
            stack,
            "live",
            name="live",
            function_name=module.get_string("name"),
            function_version="1",
        )
    },
    "element": lambda _, module: _of_element({"a": module.get_string("name")}),
    "resource of each": lambda _, module: _of_element({"a": {"name": module.get_string("name")}}),
}


def _of_element(elements: dict[str, Any]) -> dict[str, Any]:
    each = TerraformIterator.from_map(elements)
    return {"function": Token.as_string(each.value), "for_each": each}


@pytest.mark.parametrize("form", FROM_A_MODULE)
def test_it_waits_for_the_module(stack: TerraformStack, module: TerraformModule, form: str) -> None:
    assert awaited(stack, **FROM_A_MODULE[form](stack, module)) == ["module.orders"]


@pytest.mark.parametrize("id_", ["name", "a_b"])
def test_a_local_anywhere_in_the_stack_is_found(
    stack: TerraformStack, module: TerraformModule, id_: str
) -> None:
    local = TerraformLocal(function_in(stack, "other"), id_, module.get_string("name"))
    assert awaited(stack, function=local.as_string) == ["module.orders"]


def test_a_local_whose_id_was_overridden_is_found(
    stack: TerraformStack, module: TerraformModule
) -> None:
    local = TerraformLocal(stack, "name", module.get_string("name"))
    local.override_logical_id("other")
    assert awaited(stack, function=local.as_string) == ["module.orders"]


def test_it_waits_for_a_resource_that_gives_the_name(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    name = Fn.lower(function.function_name)
    assert awaited(stack, function=name) == ["aws_lambda_function.orders"]


def test_depends_on_comes_first(stack: TerraformStack, module: TerraformModule) -> None:
    topic = SnsTopic(stack, "topic")
    assert awaited(stack, function=module.get_string("name"), depends_on=[topic]) == [
        "aws_sns_topic.topic",
        "module.orders",
    ]
    assert "aws_sns_topic.topic" in config_of(stack)["depends_on"]


@pytest.mark.parametrize(
    "name",
    [
        lambda _: "orders",
        lambda stack: TerraformVariable(stack, "name", type="string").string_value,
        lambda stack: TerraformLocal(stack, "name", "orders").as_string,
        lambda _: "${local.not_in_the_app}",
        lambda _: "${aws_lambda_alias.orders[0].arn}",
        lambda _: "${data.aws_ssm_parameter.name.value}",
    ],
)
def test_what_is_known_or_unknown_is_not_awaited(
    stack: TerraformStack, name: Callable[[TerraformStack], str]
) -> None:
    assert awaited(stack, function=name(stack)) == []


def test_a_module_of_another_stack_is_not_awaited(app: App, stack: TerraformStack) -> None:
    module = TerraformHclModule(
        stack_in(app, "theirs"), "orders", source="terraform-aws-modules/lambda/aws"
    )
    assert awaited(stack, function=module.get_string("name")) == []


def test_with_the_role_nothing_is_looked_up(stack: TerraformStack, module: TerraformModule) -> None:
    EventInvokeConfig(
        stack,
        "async",
        function=module.get_string("name"),
        role=module.get_string("role"),
        on_failure=QUEUE,
    )
    assert "data" not in synthesized(stack)


def test_a_configuration_that_is_looked_up_waits_too(
    stack: TerraformStack, module: TerraformModule
) -> None:
    EventInvokeConfigLookup(stack, "existing", function=module.get_string("name"))
    found = only(stack, "aws_cloudcontrolapi_resource", "data")
    assert found["depends_on"] == ["module.orders"]
