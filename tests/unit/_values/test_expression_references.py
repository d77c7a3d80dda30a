"""What expressions refer to, whatever strings, templates and loops are around it."""

from __future__ import annotations

import pytest

from constructs_eic._values.expression_references import (
    addresses_in,
    instance_references_in,
    locals_in,
    references_in,
)


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("orders", []),
        ("module.orders.name", []),
        ("$${module.orders.name}", []),
        ("${module.orders.name}", ["module.orders.name"]),
        ("${module.orders[0].name}", ["module.orders"]),
        ('${module.orders["a"].name}', ["module.orders"]),
        ("a-${lower(local.name)}-${local.name}", ["local.name"]),
        ('${lookup(local.names, "module.orders.name")}', ["local.names"]),
        ('${join("-", ["a", "${module.orders.name}"])}', ["module.orders.name"]),
        ('${upper("\\"module.orders.name\\"")}', []),
        ("${data.aws_region.here.name}", ["data.aws_region.here.name"]),
        ("${[for f_n, v in module.all.out : v.name if f_n.ok][0]}", ["module.all.out"]),
        ("${element(module.all.out, 0).name}", ["module.all.out"]),
        ("%{ if var.on }${module.a.name}%{ endif }", ["var.on", "module.a.name"]),
    ],
)
def test_references(text: str, references: list[str]) -> None:
    assert references_in(text) == references


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("${module.orders.name}", ["module.orders"]),
        ("${module.orders.name}:${module.orders.version}", ["module.orders"]),
        ("${lower(aws_lambda_function.orders.function_name)}", ["aws_lambda_function.orders"]),
        ("${random_pet.it.id}", []),
        ("${aws_lambda_function.orders[0].arn}", []),
        ('${aws_lambda_function.orders["a"].function_name}', ["aws_lambda_function.orders"]),
        ("${module.orders[each.key].name}", ["module.orders"]),
        ("${[for a_b in module.orders : a_b.name.b]}", ["module.orders"]),
        ('${element(split(":", aws_lambda_function.orders.arn), 6)}', []),
        ("${data.aws_lambda_function.it.function_name}", []),
        ("${var.name}-${local.name}-${each.value.name}-${count.index}", []),
        ("${path.module}-${terraform.workspace}", []),
    ],
)
def test_addresses(text: str, addresses: list[str]) -> None:
    assert addresses_in(text) == addresses


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("${each.value}", ["each.value"]),
        ("${each.value.name}:${each.key}", ["each.key", "each.value"]),
        ('${lookup(each.value, "name")}', ["each.value"]),
        ("${aws_sqs_queue.all[count.index].arn}", ["count.index"]),
        ("${module.each.value}", []),
        ("${var.each}", []),
        ("each.value", []),
    ],
)
def test_instance_references(text: str, references: list[str]) -> None:
    assert instance_references_in(text) == references


def test_locals() -> None:
    assert locals_in("${local.a}-${lower(local.b.name)}-${module.local.c}") == ["a", "b"]
