"""What is remembered of an app's own objects is what Node says, or nothing."""

from __future__ import annotations

import sys
from enum import Enum
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from constructs import Construct

from constructs_eic import EventInvokeConfig, EventInvokeConfigError
from constructs_eic._bindings.as_constructed import AsConstructed
from constructs_eic._bindings.construction import origin_of, scopes_of, touched_in
from constructs_eic._bindings.declared import Declared
from constructs_eic._bindings.resources import declared, reference_id, stack_holding
from tests import framework
from tests.framework import (
    App,
    AwsProvider,
    IamRole,
    IamRoleInlinePolicy,
    LambdaFunction,
    S3Bucket,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault,
    SqsQueue,
    TerraformCount,
    TerraformElement,
    TerraformResourceLifecycle,
    TerraformStack,
    Token,
)
from tests.round_trips import round_trips
from tests.unit.conftest import function_in

if TYPE_CHECKING:
    from collections.abc import Callable

Resource = TypeVar("Resource")
QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"


def of_another_provider(stack: TerraformStack) -> SqsQueue:
    provider = AwsProvider(stack, "west", alias="west", region="us-west-2")
    return SqsQueue(stack, "queue", name="failures", provider=provider)


class Name(str, Enum):
    FAILURES = "failures"


class Renaming(TerraformStack):
    def _allocate_logical_id(self, element: Any) -> str:
        return f"renamed-{element.node.id}"


REMEMBERED: dict[str, Callable[[TerraformStack], TerraformElement]] = {
    "plain": lambda stack: SqsQueue(stack, "queue"),
    "text, number and bool": lambda stack: SqsQueue(
        stack, "queue", name="f.fifo", fifo_queue=True, delay_seconds=0, policy=""
    ),
    "tokens": lambda stack: function_in(stack, "function", publish=True),
    "tags and lifecycle": lambda stack: SqsQueue(
        stack,
        "queue",
        tags={"team": "orders"},
        lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
    ),
    "an enum's member": lambda stack: SqsQueue(stack, "queue", name=Name.FAILURES),
    "an id of an enum": lambda stack: SqsQueue(stack, Name.FAILURES),
    "count": lambda stack: SqsQueue(stack, "queue", count=2),
    "count of a variable": lambda stack: SqsQueue(stack, "queue", count=TerraformCount.of(2)),
    "provider": of_another_provider,
    "waits": lambda stack: SqsQueue(stack, "queue", depends_on=[SqsQueue(stack, "other")]),
    "in a construct": lambda stack: SqsQueue(Construct(stack, "orders"), "queue"),
    "in a stack of a stack": lambda stack: SqsQueue(TerraformStack(stack, "inner"), "queue"),
    "ids that cdktf changes": lambda stack: SqsQueue(Construct(stack, "my/queue"), "my.queue"),
    "names of a stack's own": lambda stack: SqsQueue(Renaming(App(), "own"), "queue"),
    "of Testing.app": lambda _: SqsQueue(
        TerraformStack(framework.Testing.app(), "tested"), "queue"
    ),
}


@pytest.mark.parametrize("make", REMEMBERED.values(), ids=REMEMBERED)
def test_what_is_remembered_is_what_node_says(
    stack: TerraformStack, make: Callable[[TerraformStack], TerraformElement]
) -> None:
    resource = make(stack)
    remembered, read = declared(resource), Declared.read(resource)
    assert isinstance(remembered, AsConstructed)
    assert remembered.address == read.address
    names = read.arguments.keys() - {"//"}
    assert {name: remembered.arguments.get(name) for name in names} == {
        name: read.arguments[name] for name in names
    }
    assert remembered.arguments.keys() == read.arguments.keys()
    scopes, node = scopes_of(resource), resource.node
    assert scopes is not None
    assert list(map(reference_id, scopes[::-1])) == list(map(reference_id, node.scopes))
    assert stack_holding(resource) == resource.cdktf_stack


class Quiet(SqsQueue):
    def reset_name(self) -> None:
        """Do nothing."""


def changed(resource: Resource, change: Callable[[Resource], object]) -> Resource:
    change(resource)
    return resource


NOT_REMEMBERED: dict[str, Callable[[TerraformStack], TerraformElement]] = {
    "set": lambda stack: changed(
        SqsQueue(stack, "queue"), lambda queue: setattr(queue, "name", "failures")
    ),
    "reset": lambda stack: changed(
        SqsQueue(stack, "queue", name="failures"), lambda queue: queue.reset_name()
    ),
    "override": lambda stack: changed(
        SqsQueue(stack, "queue"), lambda queue: queue.add_override("fifo_queue", True)
    ),
    "logical id": lambda stack: changed(
        SqsQueue(stack, "queue"), lambda queue: queue.override_logical_id("failures")
    ),
    "methods of a class's own": lambda stack: Quiet(stack, "queue"),
    "a block": lambda stack: changed(
        function_in(stack, "function"), lambda function: function.dead_letter_config
    ),
}


@pytest.mark.parametrize("make", NOT_REMEMBERED.values(), ids=NOT_REMEMBERED)
def test_what_may_be_otherwise_now_is_read(
    stack: TerraformStack, make: Callable[[TerraformStack], TerraformElement]
) -> None:
    resource = make(stack)
    assert declared(resource) == Declared.read(resource)


def test_cdktf_too_keeps_a_name_that_was_read(stack: TerraformStack) -> None:
    queue = SqsQueue(stack, "queue")
    assert declared(queue).address == "aws_sqs_queue.queue"
    queue.override_logical_id("failures")
    assert declared(queue).address == Declared.read(queue).address == "aws_sqs_queue.queue"


def test_nothing_counts_where_a_library_may_change_resources_in_node(
    stack: TerraformStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = SqsQueue(stack, "queue")
    assert isinstance(declared(queue), AsConstructed)
    assert touched_in(stack) is not None
    monkeypatch.setitem(sys.modules, "acme_platform._jsii", ModuleType("acme_platform._jsii"))
    assert isinstance(declared(queue), Declared)
    assert touched_in(stack) is None
    monkeypatch.undo()
    assert isinstance(declared(queue), AsConstructed)


def test_a_token_is_of_the_resource_that_it_was_read_from(stack: TerraformStack) -> None:
    queue = SqsQueue(Construct(stack, "orders"), "queue")
    assert origin_of(queue.kms_master_key_id, stack) == (queue, "kmsMasterKeyId")
    assert origin_of(queue.arn, TerraformStack(App(), "another")) is None


def test_what_is_given_back_is_no_attribute_of_what_it_was_given_to(stack: TerraformStack) -> None:
    given = Token.as_string({"Ref": "somewhere"})
    queue = SqsQueue(stack, "queue", name=given)
    assert origin_of(str(queue.name_input), stack) is None
    assert origin_of(queue.fqn, stack) is None


def test_the_attribute_of_all_instances_is_no_attribute_of_one(stack: TerraformStack) -> None:
    function = LambdaFunction(stack, "f", function_name="f", role="r", for_each=None, count=2)
    with pytest.raises(EventInvokeConfigError):
        EventInvokeConfig(stack, "async", function=function.arn, on_failure=QUEUE)


def test_a_construct_is_touched_when_it_is_created_and_when_it_is_first_changed(app: App) -> None:
    stack = TerraformStack(app, "stack")
    queue, other = SqsQueue(stack, "queue"), SqsQueue(stack, "other")
    queue.name = "failures"
    queue.fifo_queue = False
    assert touched_in(other) == [stack, queue, other, queue]
    assert touched_in(TerraformStack(framework.Testing.app(), "stack")) is None


def test_a_key_that_is_set_in_a_block_is_found(stack: TerraformStack) -> None:
    bucket = S3Bucket(stack, "bucket")
    EventInvokeConfig(stack, "before", function="f", on_failure=bucket, role="orders")
    by_default = S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault(
        sse_algorithm="aws:kms", kms_master_key_id="arn:aws:kms:us-east-1:123456789012:key/1"
    )
    bucket.server_side_encryption_configuration.put_rule(
        apply_server_side_encryption_by_default=by_default
    )
    config = EventInvokeConfig(stack, "after", function="g", on_failure=bucket, role="orders")
    assert config.policy is not None
    assert "kms:GenerateDataKey" in str(config.policy.policy_input)


def test_inline_policies_that_are_set_in_their_block_are_seen(stack: TerraformStack) -> None:
    role = IamRole(stack, "role", assume_role_policy="{}")
    role.inline_policy.internal_value = [IamRoleInlinePolicy(name="it", policy="{}")]
    with pytest.raises(EventInvokeConfigError, match="inline_policy"):
        EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE, role=role)


def test_a_refused_configuration_costs_no_more_than_what_it_reads(stack: TerraformStack) -> None:
    queue = SqsQueue(stack, "queue", name="failures.fifo", fifo_queue=True)
    function = function_in(stack, "orders")
    with round_trips() as trips, pytest.raises(EventInvokeConfigError, match="FIFO"):
        EventInvokeConfig(stack, "async", function=function, on_failure=queue)
    assert not [each for each in trips if "toTerraform" in each]
