from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfigError, EventInvokeConfigLookup
from tests.framework import LambdaAlias, TerraformOutput, TerraformStack
from tests.unit.conftest import synthesized

if TYPE_CHECKING:
    from tests.framework import LambdaFunction


def _data(stack: TerraformStack) -> dict[str, Any]:
    [data] = synthesized(stack)["data"]["aws_cloudcontrolapi_resource"].values()
    assert data["type_name"] == "AWS::Lambda::EventInvokeConfig"
    found: dict[str, Any] = data
    return found


@pytest.mark.parametrize(
    ("function", "qualifier", "identifier"),
    [
        ("f", None, "f|$LATEST"),
        ("f", "live", "f|live"),
        ("f:3", None, "f|3"),
        ("arn:aws:lambda:us-east-1:123456789012:function:f:live", None, "f|live"),
    ],
)
def test_the_identifier(
    stack: TerraformStack, function: str, qualifier: str | None, identifier: str
) -> None:
    EventInvokeConfigLookup(stack, "lookup", function=function, qualifier=qualifier)

    assert _data(stack)["identifier"] == identifier


def test_the_identifier_of_a_resource_and_its_alias(
    stack: TerraformStack, function: LambdaFunction
) -> None:
    alias = LambdaAlias(
        stack, "alias", name="live", function_name=function.function_name, function_version="1"
    )
    EventInvokeConfigLookup(stack, "lookup", function=alias)

    assert _data(stack)["identifier"] == (
        "${aws_lambda_function.function.function_name}|${aws_lambda_alias.alias.name}"
    )


def test_the_settings_are_tokens_of_their_type(stack: TerraformStack) -> None:
    lookup = EventInvokeConfigLookup(stack, "lookup", function="f")

    assert isinstance(lookup.maximum_event_age_in_seconds, float)
    assert isinstance(lookup.maximum_retry_attempts, float)
    for name in ("maximum_retry_attempts", "on_failure"):
        TerraformOutput(stack, name, value=getattr(lookup, name), static_id=True)
    outputs = synthesized(stack)["output"]
    properties = "jsondecode(data.aws_cloudcontrolapi_resource.lookup_"
    assert outputs["maximum_retry_attempts"]["value"].startswith(f"${{try({properties}")
    assert outputs["maximum_retry_attempts"]["value"].endswith(".MaximumRetryAttempts, null)}")
    assert outputs["on_failure"]["value"].endswith(
        ".DestinationConfig.OnFailure.Destination, null)}"
    )


def test_what_names_nothing_is_refused(stack: TerraformStack) -> None:
    with pytest.raises(EventInvokeConfigError, match="stack/lookup: qualifier="):
        EventInvokeConfigLookup(stack, "lookup", function="f", qualifier="")
