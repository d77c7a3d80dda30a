"""Calls of Terraform's functions: what follows from literals is read, everything else is not known."""

from __future__ import annotations

import pytest

from constructs_eic.checks._model.values import Expression, Reference
from constructs_eic.checks._reading.templates import Templates

PARTS = '"^(?P<function>(?:.+:function:)?(?P<name>[^:]+))(?::(?P<qualifier>.+))?$"'
QUEUE = Reference("aws_sqs_queue.q", "name")

KNOWN: dict[str, object] = {
    'join("-", ["orders", "prod"])': "orders-prod",
    'join("", ["orders"], ["-", "prod"])': "orders-prod",
    'lower(join("-", ["Orders", "PROD"]))': "orders-prod",
    'upper("a")': "A",
    'format("%s-%d%%", "orders", 5)': "orders-5%",
    'replace("a.b.c", ".", "-")': "a-b-c",
    'trimprefix("alias/live", "alias/")': "live",
    'trimsuffix("orders.fifo", ".fifo")': "orders",
    'trimspace(" orders ")': "orders",
    'basename("arn:aws:iam::123456789012:role/a/orders")': "orders",
    'basename("arn:aws:iam::${data.aws_caller_identity.me.account_id}:role/orders")': "orders",
    f'regex({PARTS}, "orders:live").name': "orders",
    f'regex({PARTS}, "orders:live")["qualifier"]': "live",
    f'regex({PARTS}, "orders").qualifier': None,
    f'coalesce(regex({PARTS}, "orders").qualifier, "$LATEST")': "$LATEST",
    'join("-", ["orders", aws_sqs_queue.q.name])': Expression(("orders-", QUEUE)),
    'format("%s.fifo", aws_sqs_queue.q.name)': Expression((QUEUE, ".fifo")),
}
UNKNOWN = [
    'join("-", var.parts)',
    "lower(var.name)",
    'lower("${var.name}-A")',
    'format("%5.2f", 1.5)',
    'format("%s-%s", "orders")',
    'replace("a", "/b+/", "c")',
    'regex("[", "orders").name',
    'regex("^x$", "orders")',
    'coalesce(var.a, "b")',
    'lower("A") == "a" ? "b" : "c"',
    'join("-", ["a"]',
    'sha256("a")',
]


@pytest.mark.parametrize("text", KNOWN)
def test_what_follows_from_literals_is_read(text: str) -> None:
    assert Templates("").value(f"${{{text}}}") == KNOWN[text]


@pytest.mark.parametrize("text", UNKNOWN)
def test_everything_else_is_not_known(text: str) -> None:
    value = Templates("").value(f"${{{text}}}")
    assert isinstance(value, Expression)
    assert not any(isinstance(part, str) for part in value.parts)


def test_one_text_in_two_stacks_is_not_one_value() -> None:
    text = "${lower(var.name)}"
    assert Templates("a/").value(text) != Templates("b/").value(text)


def test_what_an_unknown_result_is_derived_from_is_known() -> None:
    value = Templates("").value("${lower(aws_sqs_queue.q.name)}")
    assert isinstance(value, Expression)
    (part,) = value.parts
    assert not isinstance(part, str)
    assert getattr(part, "references", ()) == (QUEUE,)
