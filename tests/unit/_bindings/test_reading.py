"""What a configuration asks Node: everything once, no more for the last one than for the first, nothing stale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from constructs import Construct

from constructs_eic import EventInvokeConfig, EventInvokeConfigError, S3Destination
from constructs_eic.testing import synthesized
from tests.framework import (
    App,
    AwsProvider,
    IamRole,
    IamRoleInlinePolicy,
    LambdaAlias,
    LambdaFunction,
    S3Bucket,
    SqsQueue,
    TerraformStack,
)
from tests.round_trips import round_trips
from tests.unit.conftest import CONFIG, POLICY, config_of, function_in, only, stack_in

if TYPE_CHECKING:
    from collections.abc import Callable


def flat(stack: TerraformStack, number: int) -> tuple[Construct, dict[str, Any]]:
    function = function_in(stack, f"function-{number}")
    return stack, {"function": function, "on_failure": SqsQueue(stack, f"failures-{number}")}


def nested(stack: TerraformStack, number: int) -> tuple[Construct, dict[str, Any]]:
    service = Construct(Construct(stack, f"team_{number}"), "service")
    return service, {
        "function": function_in(service, "function", function_name=f"function-{number}"),
        "on_failure": SqsQueue(service, "failures"),
    }


def tokens(stack: TerraformStack, number: int) -> tuple[Construct, dict[str, Any]]:
    scope, given = flat(stack, number)
    return scope, {"function": given["function"].arn, "on_failure": given["on_failure"].arn}


def nested_tokens(stack: TerraformStack, number: int) -> tuple[Construct, dict[str, Any]]:
    scope, given = nested(stack, number)
    return scope, {"function": given["function"].arn, "on_failure": given["on_failure"].arn}


def aliases(stack: TerraformStack, number: int) -> tuple[Construct, dict[str, Any]]:
    scope, given = flat(stack, number)
    alias = LambdaAlias(
        stack,
        f"alias-{number}",
        name="live",
        function_name=given["function"].arn,
        function_version="1",
    )
    return scope, {"function": alias, "on_failure": given["on_failure"]}


def trips_of(stack: TerraformStack, case: Callable[..., Any], number: int) -> list[str]:
    scope, given = case(stack, number)
    with round_trips() as trips:
        EventInvokeConfig(scope, f"async-{number}", **given)
    return trips


READ = [
    "get LambdaFunction.friendlyUniqueId",
    "get IamRole.friendlyUniqueId",
    "get SqsQueue.friendlyUniqueId",
]
MADE = ["create Construct", "create IamRolePolicy", "create LambdaFunctionEventInvokeConfig"]


def test_a_configuration_reads_the_name_of_each_resource(stack: TerraformStack) -> None:
    trips_of(stack, flat, 1)  # what is asked once
    assert sorted(trips_of(stack, flat, 2)) == sorted([*READ, *MADE])


def test_what_was_read_of_a_resource_is_not_read_again(stack: TerraformStack) -> None:
    _, given = flat(stack, 1)
    EventInvokeConfig(stack, "first", **given)
    with round_trips() as trips:
        EventInvokeConfig(stack, "second", **given, qualifier="2")
    assert not [each for each in trips if "friendlyUniqueId" in each]


def test_what_was_changed_since_it_was_made_is_read_as_a_whole(stack: TerraformStack) -> None:
    trips_of(stack, flat, 1)
    scope, given = flat(stack, 2)
    given["function"].timeout = 3
    given["on_failure"].add_override("fifo_queue", False)
    with round_trips() as trips:
        EventInvokeConfig(scope, "async", **given)
    read = ["invoke LambdaFunction.toTerraform", "invoke SqsQueue.toTerraform"]
    assert sorted(trips) == sorted([*read, READ[1], *MADE])


OUTPUT_OF = "${data.terraform_remote_state.cross-stack-reference-input-"


def destination_in(stack: TerraformStack) -> str:
    """The destination of `orders` in the stack's JSON; cdktf refers to another stack by that stack's output."""
    configs = synthesized(stack)["resource"][CONFIG].values()
    (config,) = (each for each in configs if each["function_name"] == "orders")
    destination: str = config["destination_config"]["on_failure"]["destination"]
    return destination


def test_a_queue_of_the_same_address_in_a_stack_below_is_another_one(
    stack: TerraformStack,
) -> None:
    inner = TerraformStack(stack, "inner")
    AwsProvider(inner, "aws", region="us-east-1")
    fifo = SqsQueue(inner, "failures", name="failures.fifo", fifo_queue=True)
    standard = SqsQueue(stack, "failures")
    trips_of(stack, flat, 1)
    EventInvokeConfig(inner, "async", function="orders", on_failure=standard.arn)
    assert destination_in(inner).startswith(OUTPUT_OF + "stack.")
    with pytest.raises(EventInvokeConfigError, match="FIFO"):
        EventInvokeConfig(inner, "second", function="billing", on_failure=fifo.arn)


def test_a_stack_that_is_made_in_between_is_seen(app: App, stack: TerraformStack) -> None:
    trips_of(stack, flat, 1)
    fifo = SqsQueue(stack, "failures", name="failures.fifo", fifo_queue=True)
    standard = SqsQueue(stack_in(app, "other"), "failures")
    EventInvokeConfig(stack, "async", function="orders", on_failure=standard.arn)
    assert destination_in(stack).startswith(OUTPUT_OF + "other.")
    with pytest.raises(EventInvokeConfigError, match="FIFO"):
        EventInvokeConfig(stack, "second", function="billing", on_failure=fifo.arn)


@pytest.mark.parametrize("case", [flat, nested, tokens, nested_tokens, aliases])
@pytest.mark.parametrize("is_alone", [True, False], ids=["one stack", "two stacks"])
def test_the_last_configuration_asks_no_more_than_the_first(
    app: App, stack: TerraformStack, case: Callable[..., Any], is_alone: bool
) -> None:
    if not is_alone:
        stack_in(app, "other")
    first, *_, last = (trips_of(stack, case, number) for number in range(10, 17))
    second = trips_of(stack, case, 20)
    assert last == second
    assert len(last) <= len(first)
    assert len(last) <= 10
    assert not [each for each in last if "findAll" in each]
    assert len([each for each in last if "toTerraform" in each]) <= 4


def test_a_value_that_is_changed_in_between_is_seen(stack: TerraformStack) -> None:
    function, queue = function_in(stack, "orders"), SqsQueue(stack, "queue", name="failures")
    EventInvokeConfig(stack, "first", function=function, on_failure=queue)
    queue.fifo_queue = True
    with pytest.raises(EventInvokeConfigError, match="FIFO"):
        EventInvokeConfig(stack, "second", function=function, qualifier="1", on_failure=queue)
    queue.fifo_queue = False
    queue.kms_master_key_id = "arn:aws:kms:us-east-1:123456789012:key/0"
    third = EventInvokeConfig(stack, "third", function=function, qualifier="1", on_failure=queue)
    assert third.policy is not None
    assert "kms:Decrypt" in str(third.policy.policy_input)


def test_a_role_that_is_changed_in_between_is_seen(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    role = stack.node.find_child("orders-role")
    assert isinstance(role, IamRole)
    queue = SqsQueue(stack, "queue")
    EventInvokeConfig(stack, "first", function=function, on_failure=queue)
    role.put_inline_policy([IamRoleInlinePolicy(name="logs", policy="{}")])
    with pytest.raises(EventInvokeConfigError, match="inline_policy"):
        EventInvokeConfig(stack, "second", function=function, qualifier="1", on_failure=queue)


def test_a_function_that_is_made_anew_is_the_new_one(stack: TerraformStack) -> None:
    for name in ("old", "new"):
        service = Construct(stack, "service")
        function = function_in(service, "function", function_name=name)
        token = function.arn
        EventInvokeConfig(service, "async", function=token, on_failure=SqsQueue(service, "queue"))
        with pytest.raises(EventInvokeConfigError, match="configures this function"):
            EventInvokeConfig(service, "again", function=function)
        if name == "old":
            stack.node.try_remove_child("service")
    config = EventInvokeConfig(stack, "by-name", function=token, qualifier="1")
    assert config.function_name != "old"
    with pytest.raises(EventInvokeConfigError, match="configures this function"):
        EventInvokeConfig(stack, "second", function="new", qualifier="1")


@pytest.mark.parametrize(
    "scope_of",
    [
        lambda stack: Construct(stack, "a_b"),
        lambda stack: Construct(Construct(stack, "a"), "b_c"),
        lambda stack: Construct(Construct(stack, "a.b"), "c"),
        lambda stack: Construct(Construct(stack, "same"), "same"),
        lambda stack: Construct(stack, "Default"),
        lambda stack: Construct(stack, "Resource"),
    ],
    ids=["underscore", "underscores", "dropped character", "dropped id", "Default", "Resource"],
)
@pytest.mark.parametrize("id_", ["function", "Resource", "a_function"])
def test_a_token_leads_to_its_resource_wherever_that_stands(
    stack: TerraformStack, scope_of: Callable[[TerraformStack], Construct], id_: str
) -> None:
    function = function_in(scope_of(stack), id_)
    EventInvokeConfig(stack, "async", function=function.arn, on_failure=SqsQueue(stack, "queue"))
    with pytest.raises(EventInvokeConfigError, match="configures this function"):
        EventInvokeConfig(stack, "second", function=function)
    assert only(stack, POLICY)["role"].startswith("${aws_iam_role.")


def test_a_token_leads_to_a_resource_of_another_logical_id(stack: TerraformStack) -> None:
    function = LambdaFunction(Construct(stack, "service"), "function", function_name="f", role="r")
    function.override_logical_id("orders")
    EventInvokeConfig(stack, "async", function=function.arn)
    with pytest.raises(EventInvokeConfigError, match="configures this function"):
        EventInvokeConfig(stack, "second", function=function)
    assert config_of(stack)["function_name"] == "${aws_lambda_function.orders.arn}"


def is_of_other_stacks(text: str | None) -> bool:
    """Whether cdktf would refer to it by an output of its stack: expressions as text belong to one stack."""
    return text is not None and "${TfToken[" in text and "${aws_" not in text


def test_a_stack_below_a_stack_is_another_one(stack: TerraformStack) -> None:
    below = TerraformStack(stack, "below")
    function, bucket = function_in(below, "orders"), S3Bucket(below, "archive")
    config = EventInvokeConfig(stack, "async", function=function, on_failure=S3Destination(bucket))
    assert config.policy is not None
    assert is_of_other_stacks(config.resource.function_name_input)
    assert is_of_other_stacks(config.policy.policy_input)


def test_what_a_configuration_tells_is_understood_in_other_stacks(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    alias = LambdaAlias(
        stack, "alias", name="live", function_name=function.arn, function_version="1"
    )
    config = EventInvokeConfig(stack, "async", function=function, qualifier=alias)
    assert is_of_other_stacks(config.function_name)
    assert is_of_other_stacks(config.qualifier)


def test_what_was_looked_for_among_all_is_known_from_then_on(stack: TerraformStack) -> None:
    function = LambdaFunction(Construct(stack, "service"), "function", function_name="f", role="r")
    function.override_logical_id("orders")
    arn = "${aws_lambda_function.orders.arn}"
    searches = []
    for number in range(3):
        with round_trips() as trips:
            EventInvokeConfig(stack, f"async-{number}", function=arn, qualifier=str(number + 1))
        searches.append(len([each for each in trips if each == "invoke Node.findAll"]))
    assert searches == [1, 0, 0]


def test_what_was_looked_for_and_then_removed_is_looked_for_again(stack: TerraformStack) -> None:
    for name in ("old", "new"):
        function = LambdaFunction(
            Construct(stack, "service"), "function", function_name=name, role="r"
        )
        function.override_logical_id("orders")
        EventInvokeConfig(stack, f"async-{name}", function=function.arn)
        with pytest.raises(
            EventInvokeConfigError, match=f"async-{name} already configures this function"
        ):
            EventInvokeConfig(stack, "second", function=name)
        stack.node.try_remove_child("service")
