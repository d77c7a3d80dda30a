"""One policy for a role and what it may do, however many configurations need it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsii
import pytest
from constructs import Construct, IConstruct

from constructs_eic import (
    Destination,
    DestinationConfig,
    EventBridgeDestination,
    EventInvokeConfig,
    SqsDestination,
    Statement,
)
from constructs_eic.testing import synthesized as synthesized_by_us
from tests.framework import (
    Aspects,
    AwsProvider,
    IamRole,
    IAspect,
    LambdaAlias,
    SqsQueue,
    TerraformHclModule,
    TerraformIterator,
)
from tests.unit.conftest import POLICY, address, function_in, only, stack_in, synthesized

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_eic import Delivery
    from tests.framework import App, IamRolePolicy, LambdaFunction, TerraformStack

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
OTHER_QUEUE = "arn:aws:sqs:us-east-1:123456789012:results"
FUNCTION = "data.aws_lambda_function"


def policies(stack: TerraformStack) -> dict[str, dict[str, Any]]:
    """The policies in the stack's JSON by their name there."""
    found: dict[str, dict[str, Any]] = synthesized(stack).get("resource", {}).get(POLICY, {})
    return found


def policy_of(config: EventInvokeConfig) -> IamRolePolicy:
    assert config.policy is not None
    return config.policy


def with_one_role(stack: TerraformStack, count: int) -> list[LambdaFunction]:
    role = IamRole(stack, "role", assume_role_policy="{}")
    return [function_in(stack, f"function-{number}", role=role.arn) for number in range(count)]


def test_functions_of_one_role_share_a_policy(stack: TerraformStack) -> None:
    queue = SqsQueue(stack, "queue")
    configs = [
        EventInvokeConfig(
            Construct(stack, f"team-{number}"), "async", function=function, on_failure=queue
        )
        for number, function in enumerate(with_one_role(stack, 3))
    ]
    (name,) = policies(stack)
    assert {policy_of(config).friendly_unique_id for config in configs} == {name}
    assert name.startswith("Policy-role-")
    block = synthesized(stack)["resource"]["aws_lambda_function_event_invoke_config"]
    assert [each["depends_on"] for each in block.values()] == [[f"{POLICY}.{name}"]] * 3


def test_a_policy_is_created_before_the_old_one_is_destroyed_and_keeps_a_name_that_it_has(
    stack: TerraformStack,
) -> None:
    EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE)
    policy = only(stack, POLICY)
    assert policy["lifecycle"] == {
        "create_before_destroy": True,
        "ignore_changes": ["name_prefix"],
    }
    assert policy["name_prefix"] == "lambda-destinations-"
    assert "name" not in policy


def addresses(app: App, stack_id: str, *ids: str) -> dict[str, str]:
    """The addresses of the policies of configurations with these ids, each of a function that shares its role."""
    stack = stack_in(app, stack_id)
    queues = [QUEUE, OTHER_QUEUE]
    functions = with_one_role(stack, 4)
    return {
        id_: address(
            policy_of(
                EventInvokeConfig(
                    stack, id_, function=functions[int(id_)], on_failure=queues[int(id_) % 2]
                )
            )
        )
        for id_ in ids
    }


def test_what_comes_and_goes_changes_no_other_address(app: App) -> None:
    every = addresses(app, "every", "0", "1", "2", "3")
    some = addresses(app, "some", "3", "2")
    assert every["0"] == every["2"] != every["1"] == every["3"]
    assert some == {"2": every["2"], "3": every["3"]}


def test_the_order_of_statements_makes_no_other_policy(stack: TerraformStack) -> None:
    one, other = with_one_role(stack, 2)
    first = EventInvokeConfig(
        stack, "first", function=one, on_failure=QUEUE, on_success=OTHER_QUEUE
    )
    second = EventInvokeConfig(
        stack, "second", function=other, on_failure=OTHER_QUEUE, on_success=QUEUE
    )
    assert address(policy_of(first)) == address(policy_of(second))


@pytest.mark.parametrize(
    "different",
    [
        lambda stack: {"on_failure": OTHER_QUEUE},
        lambda stack: {"role": "payments"},
        lambda stack: {"provider": AwsProvider(stack, "ireland", alias="ireland")},
        lambda stack: {"on_failure": SqsDestination()},
        lambda stack: {
            "on_failure": SqsDestination(QUEUE, encryption_key="${aws_kms_key.key.arn}")
        },
    ],
)
def test_what_is_different_is_not_shared(
    stack: TerraformStack, different: Callable[[TerraformStack], dict[str, Any]]
) -> None:
    common: dict[str, Any] = {"role": "orders", "on_failure": QUEUE}
    one = EventInvokeConfig(stack, "one", function="orders:1", **common)
    another = EventInvokeConfig(
        stack, "another", function="orders:2", **{**common, **different(stack)}
    )
    assert address(policy_of(one)) != address(policy_of(another))
    assert len(policies(stack)) == 2


def test_the_provider_of_the_stack_is_the_same_whether_it_is_given_or_not(
    stack: TerraformStack,
) -> None:
    own = next(iter(stack.all_providers()))
    EventInvokeConfig(stack, "one", function="orders:1", on_failure=QUEUE)
    EventInvokeConfig(stack, "another", function="orders:2", on_failure=QUEUE, provider=own)
    assert len(policies(stack)) == 1


def test_qualifiers_of_a_name_share_data_source_and_policy(stack: TerraformStack) -> None:
    for number in range(5):
        EventInvokeConfig(
            stack, f"of-{number}", function=f"orders:a{number}", on_failure=EventBridgeDestination()
        )
    document = synthesized(stack)
    assert [len(document["data"][each]) for each in sorted(document["data"])] == [1, 1]
    (name,) = document["data"]["aws_lambda_function"]
    (policy,) = policies(stack).values()
    assert policy["role"] == f"${{basename({FUNCTION}.{name}.role)}}"
    assert name.startswith("Function-orders-")


def test_what_is_waited_for_is_waited_for_apart(stack: TerraformStack) -> None:
    first = EventInvokeConfig(stack, "first", function="orders:1", on_failure=QUEUE)
    EventInvokeConfig(
        stack, "second", function="orders:2", on_failure=QUEUE, depends_on=[first.resource]
    )
    blocks = synthesized(stack)["data"]["aws_lambda_function"].values()
    assert [each.get("depends_on") for each in blocks] == [None, [address(first.resource)]]


def test_names_of_a_module_share_a_data_source_that_waits_for_it(stack: TerraformStack) -> None:
    module = TerraformHclModule(stack, "service", source="terraform-aws-modules/lambda/aws")
    for number in range(2):
        EventInvokeConfig(
            stack,
            f"of-{number}",
            function=module.get_string("name"),
            qualifier=f"a{number}",
            on_failure=QUEUE,
        )
    found = only(stack, "aws_lambda_function", "data")
    assert found["depends_on"] == ["module.service"]


def test_aliases_of_a_function_share_a_policy(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    for name in ("live", "canary"):
        alias = LambdaAlias(
            stack, name, name=name, function_name=function.arn, function_version="1"
        )
        EventInvokeConfig(stack, f"of-{name}", function=alias, on_failure=QUEUE)
    assert len(policies(stack)) == 1


def test_a_function_that_is_found_by_its_name_has_no_data_source(stack: TerraformStack) -> None:
    for number in range(3):
        EventInvokeConfig(stack, f"of-{number}", function=f"orders:a{number}", on_failure=QUEUE)
    function_in(stack, "orders")
    assert "data" not in synthesized(stack)
    (policy,) = policies(stack).values()
    assert policy["role"] == "${aws_iam_role.orders-role.name}"


def test_instances_have_a_policy_of_their_own(stack: TerraformStack) -> None:
    names = TerraformIterator.from_list(["orders", "payments"])
    config = EventInvokeConfig(
        stack, "each", function=names.value, on_failure=QUEUE, role="shared", for_each=names
    )
    EventInvokeConfig(stack, "one", function="refunds", on_failure=QUEUE, role="shared")
    assert policy_of(config).node.path == "stack/each/Policy"
    assert [each["lifecycle"]["create_before_destroy"] for each in policies(stack).values()] == [
        True,
        True,
    ]


class TestOtherStacks:
    """The same expression may mean something else in another stack."""

    def test_queues_of_one_name_in_two_stacks(self, app: App, stack: TerraformStack) -> None:
        there = SqsQueue(stack_in(app, "shared"), "queue")
        here = SqsQueue(stack, "queue")
        one, other = with_one_role(stack, 2)
        first = EventInvokeConfig(stack, "first", function=one, on_failure=here)
        second = EventInvokeConfig(stack, "second", function=other, on_failure=there)
        assert address(policy_of(first)) != address(policy_of(second))

    def test_both_outcomes_to_queues_of_one_name(self, app: App, stack: TerraformStack) -> None:
        there = SqsQueue(stack_in(app, "shared"), "queue")
        here = SqsQueue(stack, "queue")
        EventInvokeConfig(
            stack,
            "async",
            function=function_in(stack, "orders"),
            on_failure=here,
            on_success=there,
        )
        (policy,) = synthesized_by_us(stack)["resource"][POLICY].values()
        assert "${aws_sqs_queue.queue.arn}" in policy["policy"]
        assert "${data.terraform_remote_state." in policy["policy"]

    def test_a_queue_and_a_role_of_another_stack(self, app: App, stack: TerraformStack) -> None:
        shared = stack_in(app, "shared")
        queue = SqsQueue(shared, "queue")
        for number, function in enumerate(with_one_role(shared, 3)):
            EventInvokeConfig(stack, f"of-{number}", function=function, on_failure=queue)
        assert len(policies(stack)) == 1

    def test_each_stack_has_its_own(self, app: App) -> None:
        for id_ in "ab":
            stack = stack_in(app, id_)
            EventInvokeConfig(stack, "async", function=f"orders:{id_}", on_failure=QUEUE)
            assert len(policies(stack)) == 1


class TestRemoved:
    """What no configuration needs any more is not left behind."""

    def two(self, stack: TerraformStack) -> list[EventInvokeConfig]:
        return [
            EventInvokeConfig(
                stack,
                f"of-{qualifier}",
                function="orders",
                qualifier=qualifier,
                on_failure=EventBridgeDestination(),
            )
            for qualifier in ("1", "2")
        ]

    def test_what_one_still_needs_stays(self, stack: TerraformStack) -> None:
        self.two(stack)
        stack.node.try_remove_child("of-1")
        assert len(policies(stack)) == 1

    def test_with_the_last_one_everything_goes(self, stack: TerraformStack) -> None:
        self.two(stack)
        stack.node.try_remove_child("of-1")
        assert policies(stack)
        stack.node.try_remove_child("of-2")
        assert not {"data", "resource"} & set(synthesized(stack))

    def test_it_comes_back_at_the_same_address(self, stack: TerraformStack) -> None:
        first, _ = self.two(stack)
        before = policies(stack)
        for id_ in ("of-1", "of-2"):
            stack.node.try_remove_child(id_)
        assert not policies(stack)
        again = EventInvokeConfig(
            stack, "again", function="orders", on_failure=EventBridgeDestination()
        )
        assert policies(stack) == before
        assert policy_of(again).friendly_unique_id == policy_of(first).friendly_unique_id

    def test_by_an_aspect(self, stack: TerraformStack) -> None:
        @jsii.implements(IAspect)
        class Removing:
            def visit(self, node: IConstruct) -> None:
                if node.node.id == "team":
                    node.node.try_remove_child("async")

        EventInvokeConfig(Construct(stack, "team"), "async", function="orders", on_failure=QUEUE)
        Aspects.of(stack).add(Removing())
        assert not {"data", "resource"} & set(synthesized_by_us(stack))

    def test_a_configuration_that_fails_leaves_nothing(self, stack: TerraformStack) -> None:
        class Failing(Destination):
            def bind(self, delivery: Delivery) -> DestinationConfig:
                raise ValueError("no")

        with pytest.raises(ValueError, match="no"):
            EventInvokeConfig(
                stack,
                "async",
                function="orders",
                on_failure=EventBridgeDestination(),
                on_success=Failing(QUEUE),
            )
        assert not {"data", "resource"} & set(synthesized(stack))


def test_conditions_make_another_policy(stack: TerraformStack) -> None:
    class Owned(Destination):
        def __init__(self, account: str) -> None:
            self.account = account

        def bind(self, delivery: Delivery) -> DestinationConfig:
            owned = {"StringEquals": {"aws:ResourceAccount": self.account}}
            return DestinationConfig(QUEUE, (Statement(("sqs:SendMessage",), (QUEUE,), owned),))

    for number, account in enumerate(["111111111111", "222222222222", "111111111111"]):
        EventInvokeConfig(
            stack, f"of-{number}", function=f"orders:{number}", on_failure=Owned(account)
        )
    assert len(policies(stack)) == 2
