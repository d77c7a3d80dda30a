"""ARNs in text: what is one, and which part is wrong."""

from __future__ import annotations

import re

import pytest

from constructs_eic._values.arn import Arn, ArnShape, is_region


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("aws:sqs:eu-west-1:123456789012:dlq", "an ARN begins with 'arn:'"),
        (
            "arn:aws:sqs:eu-west-1:123456789012",
            "an ARN has six parts: arn:partition:service:region:account:resource",
        ),
        ("arn:azure:sqs:eu-west-1:123456789012:dlq", "'azure' is not an AWS partition"),
        ("arn:aws:s_q_s:eu-west-1:123456789012:dlq", "'s_q_s' is not an AWS service"),
        ("arn:aws:sqs:Ireland:123456789012:dlq", "'Ireland' is not an AWS region"),
        ("arn:aws:sqs:eu-west-1:1234:dlq", "'1234' is not an AWS account"),
        ("arn:aws:sqs:eu-west-1:123456789012:", "the resource is missing"),
    ],
)
def test_the_wrong_part_is_named(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        Arn.parse(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("eu-west-1", True),
        ("us-gov-west-1", True),
        ("us-isob-east-1", True),
        ("eusc-de-east-1", True),
        ("", False),
        ("eu-west-1a", False),
        ("eu-west", False),
    ],
)
def test_a_region_is_told_by_its_form(text: str, is_one: bool) -> None:
    assert is_region(text) == is_one


@pytest.mark.parametrize(
    ("shape", "text", "problem"),
    [
        (ArnShape("sqs"), "arn:aws:sqs:eu-west-1:123456789012:dlq", None),
        (
            ArnShape("lambda", "function:", r"\w+"),
            "arn:aws:lambda:eu-west-1:123456789012:function:it",
            None,
        ),
        (
            ArnShape("sqs", pattern=r"\w+"),
            "arn:aws:sqs:eu-west-1:123456789012:été",
            "'été' is not a name that sqs accepts",
        ),
        (ArnShape("sqs"), "arn:aws:sqs:eu-west-1::dlq", "the region or the account is missing"),
        (ArnShape("sqs"), "arn:aws:sqs::123456789012:dlq", "the region or the account is missing"),
        (
            ArnShape("s3", is_regional=False),
            "arn:aws:s3:eu-west-1::it",
            "an ARN of s3 has neither region nor account",
        ),
        (
            ArnShape("events", "event-bus/"),
            "arn:aws:events:eu-west-1:123456789012:rule/it",
            "this is not an ARN such as arn:aws:events:REGION:ACCOUNT:event-bus/NAME",
        ),
    ],
)
def test_a_shape_says_why_an_arn_does_not_fit(
    shape: ArnShape, text: str, problem: str | None
) -> None:
    assert shape.problem(text) == problem
