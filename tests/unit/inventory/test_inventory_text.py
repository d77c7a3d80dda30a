from __future__ import annotations

import ast
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_eic._output.text import comment, csv_cell, printable, python_literal

any_text = st.text(st.characters() | st.sampled_from("'\"\\\n\r\t\x1b\x85=+-@${}"))


@given(any_text)
def test_a_literal_is_one_ascii_line_that_evaluates_to_the_text(text: str) -> None:
    literal = python_literal(text)

    assert ast.literal_eval(literal) == text
    assert literal.isascii()
    assert literal.isprintable()


@given(any_text)
def test_a_comment_stays_a_comment(text: str) -> None:
    assert comment(text).isprintable()
    assert comment(text).isascii()


@given(any_text)
def test_nothing_printable_is_obeyed_by_a_terminal(text: str) -> None:
    assert printable(text).isprintable()


def test_printable_text_is_left_as_it_is() -> None:
    assert printable("größe-1 [red]x") == "größe-1 [red]x"


# Nothing that AWS names has a NUL, which `csv` does not take before Python 3.11.
@given(any_text.filter(lambda text: "\0" not in text))
def test_a_cell_gives_its_text_back(text: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC).writerow([csv_cell(text), "next"])

    [[cell, following]] = csv.reader(io.StringIO(buffer.getvalue(), newline=""))

    assert cell.removeprefix("'") == text
    assert following == "next"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "'"])
def test_a_cell_begins_no_formula(start: str) -> None:
    assert csv_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["21600", "arn:aws:sqs:eu-west-1:123456789012:dlq", "resize", ""])
def test_a_plain_cell_is_left_as_it_is(text: str) -> None:
    assert csv_cell(text) == text
