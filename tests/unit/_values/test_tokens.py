"""Terraform's expressions in text: where they begin and end, and JSON around them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from constructs_eic._values.tokens import (
    is_single_expression,
    is_token,
    json_template,
    one_of_all,
    pieces,
    split_colons,
)

NUMBER_TOKEN = -1.8881545897087503e289


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", [("plain", False)]),
        ("", []),
        ("a-${var.x}-b", [("a-", False), ("${var.x}", True), ("-b", False)]),
        ("${var.x}${var.y}", [("${var.x}", True), ("${var.y}", True)]),
        ('${f("}")}:q', [('${f("}")}', True), (":q", False)]),
        ('${f("a\\"}")}:q', [('${f("a\\"}")}', True), (":q", False)]),
        ("${ { a = {} }[var.x] }:q", [("${ { a = {} }[var.x] }", True), (":q", False)]),
        ('${f("{")}:q', [('${f("{")}', True), (":q", False)]),
        ('${f("${g("}")}")}:q', [('${f("${g("}")}")}', True), (":q", False)]),
        (
            '${f("%{ if var.x }a%{ endif }")}:q',
            [('${f("%{ if var.x }a%{ endif }")}', True), (":q", False)],
        ),
        ("%{ if var.x }a%{ endif }", [("%{ if var.x }", True), ("a", False), ("%{ endif }", True)]),
        ('${f("%{ if a == "}" }b")}:q', [('${f("%{ if a == "}" }b")}', True), (":q", False)]),
        ('${f("$${")}:q', [('${f("$${")}', True), (":q", False)]),
        ('${f("%%{")}:q', [('${f("%%{")}', True), (":q", False)]),
        ("$${var.x}", [("$${var.x}", False)]),
        ("${never closed", [("${never closed", True)]),
        ('${f("never closed)}', [('${f("never closed)}', True)]),
    ],
)
def test_text_is_cut_where_templates_begin_and_end(
    text: str, expected: list[tuple[str, bool]]
) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("name:live", ["name", "live"]),
        ("${var.a ? x : y}:live", ["${var.a ? x : y}", "live"]),
        ('${f["a:b"]}-x:${var.q}', ['${f["a:b"]}-x', "${var.q}"]),
        (":", ["", ""]),
    ],
)
def test_a_colon_in_an_expression_separates_nothing(text: str, parts: list[str]) -> None:
    assert split_colons(text) == parts


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("${var.x}", True), ("${var.x}-a", False), ("${var.x}${var.y}", False), ("a", False)],
)
def test_one_expression_has_nothing_around_it(text: str, is_one: bool) -> None:
    assert is_single_expression(text) == is_one


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('say "${f("a")}"', '"say \\"${f("a")}\\""'),
        ("$${aws:PrincipalAccount}", '"$${aws:PrincipalAccount}"'),
        ({"a": (1, None, True)}, '{"a":[1,null,true]}'),
        ({'${f("a")}': "b"}, '{"${f("a")}":"b"}'),
        (NUMBER_TOKEN, str(NUMBER_TOKEN)),
        ("line\nbreak ${var.x}", '"line\\nbreak ${var.x}"'),
    ],
)
def test_json_keeps_expressions_and_escapes_the_rest(value: object, text: str) -> None:
    assert json_template(value) == text


class Resolvable:
    creation_stack = ()

    def resolve(self) -> None: ...


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("${var.x}", True),
        ("$${var.x}", False),
        ("%{ if var.x }", False),
        (True, False),
        (1, False),
        (None, False),
        (1.5, False),
        (NUMBER_TOKEN, True),
        (Resolvable(), True),
        (SimpleNamespace(resolve=print), False),
        (SimpleNamespace(creation_stack=()), False),
        (object(), False),
    ],
)
def test_a_token_is_told_by_its_encoding(value: object, expected: bool) -> None:
    assert is_token(value) == expected


@pytest.mark.parametrize(
    ("expression", "instance"),
    [
        ("${aws_sqs_queue.failures.*.arn}", '${aws_sqs_queue.failures["KEY"].arn}'),
        ("${data.aws_sqs_queue.failures.*.arn}", '${data.aws_sqs_queue.failures["KEY"].arn}'),
        ("${aws_sqs_queue.failures.arn}", None),
    ],
)
def test_one_instance_of_all_is_shown(expression: str, instance: str | None) -> None:
    assert one_of_all(expression) == instance
