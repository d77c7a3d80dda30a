"""The names of a configuration and of a function, in text."""

from __future__ import annotations

import pytest

from constructs_eic import EventInvokeConfigError, EventInvokeConfigId
from constructs_eic._values.arn import Arn
from constructs_eic._values.function_reference import FunctionReference, FunctionReferenceError

FORMS = "give 'name', 'name:qualifier', or the function's ARN with or without qualifier"
NAME_RULE = "the name of a function has 1 to 64 letters, digits, hyphens, underscores"
QUALIFIER_RULE = (
    "a qualifier is $LATEST, $LATEST.PUBLISHED, a version number or an alias name "
    "(1 to 128 letters, digits, hyphens, underscores)"
)
ARN = "arn:aws:lambda:eu-west-1:123456789012:function"


@pytest.mark.parametrize(
    ("text", "name", "qualifier", "is_arn"),
    [
        ("f", "f", None, False),
        ("f:live", "f", "live", False),
        ("${var.f}", "${var.f}", None, False),
        ("f:${var.q}", "f", "${var.q}", False),
        (f"{ARN}:f", "f", None, True),
        (f"{ARN}:f:7", "f", "7", True),
        (f"{ARN}:${{var.f}}:${{var.q}}", "${var.f}", "${var.q}", True),
    ],
)
def test_a_function_is_read(text: str, name: str, qualifier: str | None, is_arn: bool) -> None:
    read = FunctionReference.read(text)
    arn = Arn("aws", "lambda", "eu-west-1", "123456789012", f"function:{name}") if is_arn else None
    assert read == FunctionReference(name, qualifier, arn)


@pytest.mark.parametrize(
    ("text", "reason", "fix"),
    [
        (
            "https://f.lambda-url.eu-west-1.on.aws/",
            "this is a URL, which calls a function and does not name it",
            FORMS,
        ),
        ("a b", NAME_RULE, FORMS),
        ("f:a b", f"the qualifier 'a b' is not valid: {QUALIFIER_RULE}", FORMS),
        ("f:a:b", "there are more colons than in 'name:qualifier'", FORMS),
        (
            "123456789012:function:f:live",
            "this is a part of an ARN, which Terraform and Lambda read differently",
            "give 'f:live' or the whole ARN",
        ),
        (
            "function:",
            "this is a part of an ARN, which Terraform and Lambda read differently",
            "give 'name' or the whole ARN",
        ),
        (
            "arn:aws:eu-west-1:123456789012:function:f",
            "the ARN lacks its service",
            f"give '{ARN}:f'",
        ),
        (
            f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{ARN}:f/invocations",
            "an invoke ARN is for API Gateway and does not name the function",
            f"give '{ARN}:f'",
        ),
        (
            "arn:aws:lambda",
            "this is not an ARN: an ARN has six parts: arn:partition:service:region:account:resource",
            FORMS,
        ),
        (
            "arn:aws:sqs:eu-west-1:123456789012:f",
            "this is an ARN of sqs, not of a Lambda function",
            FORMS,
        ),
        (
            "arn:aws:lambda:eu-west-1:123456789012:layer:f",
            "this is an ARN of lambda (layer), not of a Lambda function",
            FORMS,
        ),
        (
            "arn:aws:lambda::123456789012:function:f",
            "the ARN of a function has a region and an account",
            FORMS,
        ),
        (
            "arn:aws:lambda:eu-west-1::function:f",
            "the ARN of a function has a region and an account",
            FORMS,
        ),
        (
            f"{ARN}:f:live:2",
            "the ARN does not end in 'function:name' or 'function:name:qualifier'",
            FORMS,
        ),
    ],
)
def test_what_names_no_function_is_answered_with_what_to_give(
    text: str, reason: str, fix: str
) -> None:
    with pytest.raises(FunctionReferenceError) as refused:
        FunctionReference.read(text)
    assert (refused.value.reason, refused.value.fix) == (reason, fix)
    assert str(refused.value) == f"{reason}; {fix}"


def test_all_that_is_wrong_with_an_id_is_reported() -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfigId("a b", "$latest")
    assert str(refused.value).splitlines() == [
        f"EventInvokeConfigId: function_name='a b': {NAME_RULE}; give only the function's name",
        f"EventInvokeConfigId: qualifier='$latest': {QUALIFIER_RULE}; "
        "leave it out or give one of these",
    ]


@pytest.mark.parametrize("value", [5, None, b"f"])
def test_a_name_is_text(value: object) -> None:
    with pytest.raises(EventInvokeConfigError, match="function_name"):
        EventInvokeConfigId(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (5, f"EventInvokeConfigId: text=5: this is not a string; {FORMS}"),
        ("a b", f"EventInvokeConfigId: text='a b': {NAME_RULE}; {FORMS}"),
    ],
)
def test_what_cannot_be_parsed_is_shown_with_the_reason(given: object, message: str) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfigId.parse(given)  # type: ignore[arg-type]
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("f", "f"),
        ("f|live", "f:live"),
        ("f|$LATEST", "f:$LATEST"),
        (f"{ARN}:f:7", "f:7"),
    ],
)
def test_each_form_of_an_id_is_written_as_terraform_imports_it(text: str, written: str) -> None:
    assert str(EventInvokeConfigId.parse(text)) == written
