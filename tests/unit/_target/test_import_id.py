"""Import: ids in every form, and the block that takes a configuration over unchanged."""

from __future__ import annotations

import pickle
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_eic import EventInvokeConfig, EventInvokeConfigError, EventInvokeConfigId
from tests.framework import Fn, TerraformVariable
from tests.unit.conftest import function_in, synthesized

if TYPE_CHECKING:
    from tests.framework import TerraformStack

ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders"
names = st.from_regex(r"[a-zA-Z0-9_-]{1,64}", fullmatch=True).filter(
    lambda name: name != "function" and not re.fullmatch(r"\d{12}", name)
)
qualifiers = st.none() | st.sampled_from(["$LATEST", "1", "live"]) | names
ids = st.builds(EventInvokeConfigId, names, qualifiers)


@given(ids)
def test_every_form_of_an_id_reads_as_the_same(id_: EventInvokeConfigId) -> None:
    suffix = f":{id_.qualifier}" if id_.qualifier else ""
    arn = f"arn:aws:lambda:us-east-1:123456789012:function:{id_.function_name}{suffix}"
    assert EventInvokeConfigId.parse(str(id_)) == id_
    assert EventInvokeConfigId.parse(arn) == id_
    in_aws = EventInvokeConfigId.parse(id_.cloud_control_identifier)
    assert (in_aws.function_name, in_aws.qualifier) == (
        id_.function_name,
        id_.qualifier or "$LATEST",
    )
    assert pickle.loads(pickle.dumps(id_)) == id_  # noqa: S301 - our own bytes


@given(st.text())
def test_any_text_is_read_or_refused_with_the_form_to_use(text: str) -> None:
    try:
        id_ = EventInvokeConfigId.parse(text)
    except EventInvokeConfigError as error:
        told = [problem.fix for problem in error.problems]
    else:
        told = [f"give {id_}"]
        assert EventInvokeConfigId.parse(str(id_)) == id_
    assert all("give" in fix for fix in told)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "orders:",
        ":live",
        "orders:live:1",
        "orders|",
        "|live",
        "orders|live|1",
        "arn:aws:us-east-1:123456789012:function:orders",
        "123456789012:function:orders",
        f"{ARN}:",
        "arn:aws:sqs:us-east-1:123456789012:orders",
    ],
)
def test_malformed_ids_are_refused(text: str) -> None:
    with pytest.raises(EventInvokeConfigError):
        EventInvokeConfigId.parse(text)


def test_a_configuration_imports_by_its_own_id(stack: TerraformStack) -> None:
    own = {
        "name": "orders",
        "qualified": "payments:live",
        "arn": ARN,
        "qualified-arn": f"{ARN}:live",
    }
    for id_, function in own.items():
        EventInvokeConfig(stack, id_, function=function) if id_ != "arn" else None
    for id_ in ("name", "qualified", "qualified-arn"):
        config = stack.node.find_child(id_)
        assert isinstance(config, EventInvokeConfig)
        config.import_from()
    assert [block["id"] for block in synthesized(stack)["import"]] == [
        "orders",
        "payments:live",
        f"{ARN}:live",
    ]


@pytest.mark.parametrize(
    ("function", "existing", "import_id"),
    [
        ("orders", "orders", "orders"),
        ("orders", ARN, "orders"),
        ("orders", "orders|$LATEST", "orders"),
        ("orders", "orders:$LATEST", "orders"),
        ("orders:$LATEST", "orders", "orders:$LATEST"),
        ("orders:live", f"{ARN}:live", "orders:live"),
        (ARN, "orders", ARN),
        (f"{ARN}:live", "orders|live", f"{ARN}:live"),
    ],
)
def test_an_id_is_rewritten_to_the_form_that_plans_no_replacement(
    stack: TerraformStack, function: str, existing: str, import_id: str
) -> None:
    EventInvokeConfig(stack, "async", function=function).import_from(existing)
    (block,) = synthesized(stack)["import"]
    assert block["id"] == import_id
    assert block["to"].startswith("aws_lambda_function_event_invoke_config.async_")


def test_a_function_in_the_app_imports_by_its_literal_name(stack: TerraformStack) -> None:
    EventInvokeConfig(stack, "async", function=function_in(stack, "orders")).import_from()
    assert synthesized(stack)["import"][0]["id"] == "orders"


def test_a_configuration_by_an_arn_token_imports_by_arn(stack: TerraformStack) -> None:
    EventInvokeConfig(stack, "async", function=function_in(stack, "orders").arn).import_from(ARN)
    assert synthesized(stack)["import"][0]["id"] == ARN


def test_a_name_that_only_terraform_knows_has_to_be_given(stack: TerraformStack) -> None:
    name = TerraformVariable(stack, "name", type="string").string_value
    config = EventInvokeConfig(stack, "async", function=name)
    with pytest.raises(EventInvokeConfigError) as refused:
        config.import_from()
    assert str(refused.value) == (
        "stack/async: existing_id: only Terraform knows the function and the qualifier; "
        "give the id: 'name' or 'name:qualifier'"
    )
    config.import_from("orders")
    assert synthesized(stack)["import"][0]["id"] == "orders"


def test_an_id_that_only_terraform_knows_passes(stack: TerraformStack) -> None:
    EventInvokeConfig(stack, "async", function="orders").import_from("${var.id}")
    assert synthesized(stack)["import"][0]["id"] == "${var.id}"


def test_a_malformed_id_is_told_with_the_path_of_the_configuration(stack: TerraformStack) -> None:
    config = EventInvokeConfig(stack, "async", function="orders")
    with pytest.raises(
        EventInvokeConfigError, match=r"^stack/async: existing_id='a:b:c': there are more"
    ):
        config.import_from("a:b:c")


def test_the_arn_of_a_namesake_is_refused(stack: TerraformStack) -> None:
    config = EventInvokeConfig(stack, "async", function=ARN)
    with pytest.raises(
        EventInvokeConfigError, match="this configuration is for arn:aws:lambda:us-east-1"
    ):
        config.import_from(ARN.replace("us-east-1", "eu-west-1"))


@pytest.mark.parametrize("other", ["payments", "orders:canary", "orders", f"{ARN}:canary"])
def test_the_id_of_another_configuration_is_refused(stack: TerraformStack, other: str) -> None:
    config = EventInvokeConfig(stack, "async", function="orders:live")
    with pytest.raises(EventInvokeConfigError) as refused:
        config.import_from(other)
    assert str(refused.value) == (
        f"stack/async: existing_id={other!r}: this configuration is for orders:live; "
        "give the id of this configuration, or leave it out"
    )


def test_instances_are_imported_one_by_one(stack: TerraformStack) -> None:
    config = EventInvokeConfig(stack, "async", function="orders-${count.index}", count=2)
    for existing_id, shown in ((None, ""), ("orders-0", "='orders-0'")):
        with pytest.raises(EventInvokeConfigError) as refused:
            config.import_from(existing_id)
        [first, *_] = str(refused.value).splitlines()
        assert first.startswith(
            f"stack/async: existing_id{shown}: the configuration has count or for_each, and each "
            "instance has an id of its own; import each: terraform import "
            "'aws_lambda_function_event_invoke_config.async_"
        )
        assert first.endswith('["KEY"]\' ID')


def test_a_resolvable_id_is_left_to_terraform(stack: TerraformStack) -> None:
    name = TerraformVariable(stack, "name", type="string")
    config = EventInvokeConfig(stack, "async", function="orders")
    config.import_from(Fn.conditional(True, name.string_value, "orders"))
    assert synthesized(stack)["import"][0]["id"] == '${true ? var.name : "orders"}'


def test_a_variable_is_no_id_and_its_value_is(stack: TerraformStack) -> None:
    name = TerraformVariable(stack, "name", type="string")
    config = EventInvokeConfig(stack, "async", function="orders")
    with pytest.raises(
        EventInvokeConfigError, match=r"existing_id=<TerraformVariable>: .*string_value"
    ):
        config.import_from(name)  # type: ignore[arg-type]
    config.import_from(name.string_value)
    assert synthesized(stack)["import"][0]["id"] == "${var.name}"
