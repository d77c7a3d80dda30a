"""The name or the ARN of a function of the stack is that function, wherever in the stack it is created."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsii
import pytest

from constructs_eic import (
    EventInvokeConfig,
    EventInvokeConfigError,
    LostEventAlarms,
    SqsDestination,
)
from constructs_eic.testing import assert_no_findings
from tests.framework import (
    Aspects,
    AwsProvider,
    DataAwsCallerIdentity,
    DataAwsRegion,
    IamRole,
    IamRolePolicy,
    IAspect,
    SqsQueue,
    TerraformIterator,
    TerraformLocal,
    TerraformStack,
    TerraformVariable,
)
from tests.round_trips import round_trips
from tests.unit.conftest import (
    CONFIG,
    POLICY,
    config_of,
    function_in,
    only,
    stack_in,
    synthesized,
    validate,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

    from tests.framework import App

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:orders"
ROLE = "arn:aws:iam::123456789012:role/orders"
REFERENCE = "${aws_lambda_function.orders.function_name}"


def variable(stack: TerraformStack, name: str) -> str:
    return TerraformVariable(stack, name, type="string").string_value


NAMES: dict[str, Callable[[TerraformStack], tuple[str, str]]] = {
    "literal": lambda _: ("orders", "orders"),
    "f-string": lambda stack: (f"{variable(stack, 'stage')}-orders",) * 2,
    "f-string of two": lambda stack: (
        lambda stage: (f"{stage.string_value}-orders", f"{stage.string_value}-orders")
    )(TerraformVariable(stack, "stage", type="string")),
    "text": lambda _: ("${var.stage}-orders",) * 2,
    "variable": lambda stack: (variable(stack, "name"),) * 2,
    "local": lambda stack: (TerraformLocal(stack, "name", "orders").as_string,) * 2,
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_first", [True, False])
def test_the_name_is_the_function(stack: TerraformStack, name: str, is_first: bool) -> None:
    theirs, ours = NAMES[name](stack)
    if is_first:
        function_in(stack, "orders", function_name=theirs)
    EventInvokeConfig(stack, "async", function=ours, on_failure=QUEUE)
    if not is_first:
        function_in(stack, "orders", function_name=theirs)

    assert "data" not in synthesized(stack)
    config = config_of(stack)
    assert config["function_name"] == REFERENCE
    assert "qualifier" not in config
    assert only(stack, POLICY)["role"] == "${aws_iam_role.orders-role.name}"
    assert_no_findings(stack)


def test_the_qualifier_stays(stack: TerraformStack) -> None:
    function_in(stack, "orders")
    EventInvokeConfig(stack, "async", function="orders:live", on_failure=QUEUE)
    config = config_of(stack)
    assert (config["function_name"], config["qualifier"]) == (REFERENCE, "live")


def test_without_a_policy_too(stack: TerraformStack) -> None:
    function_in(stack, "orders")
    EventInvokeConfig(stack, "async", function="orders", maximum_retry_attempts=0)
    assert config_of(stack)["function_name"] == REFERENCE


def test_a_role_that_was_given_stays(stack: TerraformStack) -> None:
    function_in(stack, "orders")
    EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE, role="other")
    assert only(stack, POLICY)["role"] == "other"


def test_an_app_can_be_synthesized_again(stack: TerraformStack) -> None:
    EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE)
    assert config_of(stack)["function_name"] == "orders"
    function_in(stack, "orders")
    for _ in range(2):
        validate(stack)
        assert config_of(stack)["function_name"] == REFERENCE


def test_a_role_of_another_stack(app: App, stack: TerraformStack) -> None:
    role = IamRole(stack_in(app, "theirs"), "role", assume_role_policy="{}")
    function_in(stack, "orders", role=role.arn)
    EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE)
    app.synth()
    written = only(stack, POLICY)["role"]
    assert written.startswith("${basename(data.terraform_remote_state.")


@pytest.mark.parametrize(
    "other",
    [
        lambda stack: function_in(stack, "other"),
        lambda stack: function_in(TerraformStack(stack, "inner"), "orders"),
        lambda stack: function_in(stack_in(stack.node.root, "theirs"), "orders"),
        lambda stack: function_in(stack, "orders", count=1),
        lambda stack: function_in(
            stack,
            "orders",
            provider=AwsProvider(stack, "west", alias="west", region="us-west-2"),
        ),
        lambda stack: function_in(
            stack,
            "orders",
            provider=AwsProvider(stack, "unknown", alias="its", region="${var.region}"),
        ),
    ],
    ids=["name", "inner stack", "stack", "count", "region", "unknown region"],
)
def test_another_function_is_not_taken_for_it(
    stack: TerraformStack, other: Callable[[TerraformStack], object]
) -> None:
    other(stack)
    EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE)
    assert config_of(stack)["function_name"] == "orders"
    assert only(stack, "aws_lambda_function", "data")["function_name"] == "orders"


def test_another_provider_of_the_same_region(stack: TerraformStack) -> None:
    provider = AwsProvider(stack, "its", alias="its", region="us-east-1")
    function_in(stack, "orders", provider=provider)
    EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE)
    assert config_of(stack)["function_name"] == REFERENCE


def own(stack: TerraformStack) -> str:
    region = DataAwsRegion(stack, "region").id
    account = DataAwsCallerIdentity(stack, "account").account_id
    return f"arn:aws:lambda:{region}:{account}:function:orders"


@pytest.mark.parametrize(
    ("arn", "role"),
    [
        (lambda _: ARN, ROLE),
        (own, None),
        (
            lambda _: (
                "arn:aws:lambda:us-east-1:${data.aws_caller_identity.a.account_id}:function:orders"
            ),
            ROLE,
        ),
    ],
    ids=["literal", "tokens of the provider's own", "own account as text"],
)
def test_its_arn_is_the_function(
    stack: TerraformStack, arn: Callable[[TerraformStack], str], role: str | None
) -> None:
    if role is not None:
        DataAwsCallerIdentity(stack, "a")
    function_in(stack, "orders", **({"role": role} if role else {}))
    EventInvokeConfig(stack, "async", function=arn(stack), on_failure=QUEUE)
    assert "aws_lambda_function" not in synthesized(stack).get("data", {})
    assert config_of(stack)["function_name"] == "${aws_lambda_function.orders.arn}"


@pytest.mark.parametrize(
    ("arn", "role"),
    [
        (ARN.replace("us-east-1", "eu-west-1"), ROLE),
        (ARN.replace("123456789012", "210987654321"), ROLE),
        (ARN.replace("123456789012", "${var.account}"), ROLE),
        (ARN, "${var.role}"),
    ],
    ids=["region", "account", "unknown account", "unknown account of the function"],
)
def test_an_arn_that_may_be_of_another_function_is_not_it(
    stack: TerraformStack, arn: str, role: str
) -> None:
    function_in(stack, "orders", role=role)
    EventInvokeConfig(stack, "async", function=arn, on_failure=QUEUE)
    assert config_of(stack)["function_name"] == arn


def test_both_ways_to_name_it_are_one_target(stack: TerraformStack) -> None:
    name = f"{variable(stack, 'stage')}-orders"
    function = function_in(stack, "orders", function_name=name)
    EventInvokeConfig(stack, "first", function=function, maximum_retry_attempts=0)
    EventInvokeConfig(stack, "second", function=name, maximum_retry_attempts=0)
    with pytest.raises(
        RuntimeError, match="stack/second: stack/first configures the same function"
    ):
        validate(stack)


def test_both_ways_to_name_it_are_applied_one_after_the_other(stack: TerraformStack) -> None:
    name = f"{variable(stack, 'stage')}-orders"
    function = function_in(stack, "orders", function_name=name)
    EventInvokeConfig(stack, "first", function=function, qualifier="1")
    second = EventInvokeConfig(stack, "second", function=name).resource.friendly_unique_id
    configs = synthesized(stack)["resource"][CONFIG]
    (waiting,) = configs[second]["depends_on"]
    assert waiting.startswith(f"{CONFIG}.first_")


def test_everything_created_for_it_stays(stack: TerraformStack) -> None:
    function_in(stack, "orders")
    EventInvokeConfig(
        stack,
        "async",
        function="orders",
        on_failure=SqsDestination(),
        alarms=LostEventAlarms(notify="arn:aws:sns:us-east-1:123456789012:on-call"),
    )
    resources = synthesized(stack)["resource"]
    assert len(resources["aws_cloudwatch_metric_alarm"]) == 3
    assert only(stack, "aws_sqs_queue")["name"].startswith("orders-failure-")


@pytest.mark.parametrize("is_there", [True, False])
def test_it_costs_a_few_requests_each(app: App, is_there: bool) -> None:
    def trips(number: int) -> int:
        stack = stack_in(app, f"stack-{number}")
        for each in range(number):
            if is_there:
                function_in(stack, f"f-{each}", role=ROLE)
            EventInvokeConfig(stack, f"async-{each}", function=f"f-{each}", on_failure=QUEUE)
        with round_trips() as sent:
            validate(stack)
        return len(sent)

    few, many = trips(10), trips(40)
    assert many - few <= 30 * 8, (few, many)


def test_functions_of_one_role_share_a_policy(app: App) -> None:
    def policies_of(id_: str, *, is_named: bool) -> dict[str, Any]:
        stack = stack_in(app, id_)
        role = IamRole(stack, "role", assume_role_policy="{}")
        for number in range(3):
            name = f"orders-{number}"
            function = function_in(stack, name, role=role.arn)
            EventInvokeConfig(
                stack, f"of-{name}", function=name if is_named else function, on_failure=QUEUE
            )
        resources = synthesized(stack)["resource"]
        (address_,) = resources[POLICY]
        for config in resources[CONFIG].values():
            assert config["depends_on"][0] == f"{POLICY}.{address_}"
        policies: dict[str, Any] = resources[POLICY]
        return policies

    assert policies_of("named", is_named=True) == policies_of("given", is_named=False)


def test_a_hundred_functions_of_one_role_fit(stack: TerraformStack) -> None:
    role = IamRole(stack, "role", assume_role_policy="{}")
    configurations = []
    for number in range(100):
        configurations.append(
            EventInvokeConfig(stack, f"c-{number}", function=f"f-{number}", on_failure=QUEUE)
        )
        function_in(stack, f"f-{number}", role=role.arn)
    validate(stack)
    (name,) = synthesized(stack)["resource"][POLICY]
    assert {each.policy.friendly_unique_id for each in configurations if each.policy} == {name}


def test_name_and_arn_of_one_function_share_a_policy(stack: TerraformStack) -> None:
    function_in(stack, "orders", role=ROLE)
    EventInvokeConfig(stack, "by-name", function="orders:1", on_failure=QUEUE)
    EventInvokeConfig(stack, "by-arn", function=f"{ARN}:2", on_failure=QUEUE)
    assert len(synthesized(stack)["resource"][POLICY]) == 1


def test_a_policy_that_the_app_refers_to_stays(stack: TerraformStack) -> None:
    function_in(stack, "orders", role=ROLE)
    config = EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE)
    assert config.policy is not None
    function_in(stack, "waiting", depends_on=[config.policy])
    resources = synthesized(stack)["resource"]
    (name,) = resources[POLICY]
    assert resources["aws_lambda_function"]["waiting"]["depends_on"] == [f"{POLICY}.{name}"]
    assert only(stack, POLICY)["role"] == "orders"


def test_what_an_aspect_changes_on_the_policy_stays(app: App, stack: TerraformStack) -> None:
    @jsii.implements(IAspect)
    class Renamed:
        def visit(self, node: IConstruct) -> None:
            if isinstance(node, IamRolePolicy):
                node.name_prefix = "corporate-"

    Aspects.of(stack).add(Renamed())
    role = IamRole(stack, "role", assume_role_policy="{}")
    for number in range(2):
        EventInvokeConfig(stack, f"c-{number}", function=f"f-{number}", on_failure=QUEUE)
        function_in(stack, f"f-{number}", role=role.arn)
    written = synthesized(stack)["resource"][POLICY]
    assert {each["name_prefix"] for each in written.values()} == {"corporate-"}


def test_a_shared_policy_for_a_queue_of_another_stack(app: App, stack: TerraformStack) -> None:
    queue = SqsQueue(stack_in(app, "theirs"), "queue", name="failures")
    role = IamRole(stack_in(app, "roles"), "role", assume_role_policy="{}")
    for number in range(2):
        function_in(stack, f"f-{number}", role=role.arn)
        EventInvokeConfig(stack, f"c-{number}", function=f"f-{number}", on_failure=queue)
    app.synth()
    written = only(stack, POLICY)
    assert written["role"].startswith("${basename(data.terraform_remote_state.")
    assert "data.terraform_remote_state." in written["policy"]


INSTANCES: dict[str, Callable[[], dict[str, Any]]] = {
    "conditional": lambda: {"function_name": "orders-1", "count": 1},
    "count": lambda: {"function_name": "orders-${count.index}", "count": 2},
    "for_each": lambda: {
        "function_name": "${each.value}",
        "for_each": TerraformIterator.from_list(["orders-1", "invoices"]),
    },
    "part": lambda: {
        "function_name": "orders-${each.key}",
        "for_each": TerraformIterator.from_map({"1": "one", "2": "two"}),
    },
}


@pytest.mark.parametrize("instances", INSTANCES)
def test_a_function_with_instances_is_waited_for(stack: TerraformStack, instances: str) -> None:
    function_in(stack, "orders", **INSTANCES[instances]())
    EventInvokeConfig(stack, "async", function="orders-1", on_failure=QUEUE)
    EventInvokeConfig(stack, "other", function="shipments", on_failure=QUEUE)
    for _ in range(2):
        validate(stack)
        document = synthesized(stack)
        blocks = [
            *document["data"]["aws_lambda_function"].values(),
            *document["resource"][CONFIG].values(),
        ]
        for each in blocks:
            count = 0 if each["function_name"] == "shipments" else 1
            assert each.get("depends_on", []).count("aws_lambda_function.orders") == count


@pytest.mark.parametrize("is_named_by_it", [True, False])
def test_a_local_value_with_a_literal_name_is_that_name(
    stack: TerraformStack, is_named_by_it: bool
) -> None:
    local = TerraformLocal(stack, "name", "orders").as_string
    EventInvokeConfig(stack, "first", function=local, on_failure=QUEUE)
    EventInvokeConfig(stack, "second", function="orders", qualifier="1", on_failure=QUEUE)
    EventInvokeConfig(stack, "third", function=f"{local}:2", on_failure=QUEUE)
    function_in(stack, "orders", function_name=local if is_named_by_it else "orders")
    written = synthesized(stack)
    assert "data" not in written
    configs = written["resource"][CONFIG].values()
    assert {each["function_name"] for each in configs} == {
        "${aws_lambda_function.orders.function_name}"
    }
    waiting = [each for each in configs if any(CONFIG in one for one in each["depends_on"])]
    assert len(waiting) == 2
    with pytest.raises(EventInvokeConfigError, match="already configures this function"):
        EventInvokeConfig(stack, "again", function=local, on_failure=QUEUE)
