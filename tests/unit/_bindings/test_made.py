"""What the app's messages say about a resource is what Node says, or nothing."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from constructs import Construct

from constructs_eic import EventInvokeConfig, EventInvokeConfigError
from constructs_eic._bindings import made
from constructs_eic._bindings.made import made_attribute, made_resource
from constructs_eic._bindings.noticed import Noticed, noticed
from constructs_eic._bindings.reading import Declared
from constructs_eic._bindings.resources import declared, reference_id
from tests.framework import (
    App,
    AwsProvider,
    IamRole,
    IamRoleInlinePolicy,
    S3Bucket,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefault,
    SqsQueue,
    TerraformCount,
    TerraformElement,
    TerraformResourceLifecycle,
    TerraformStack,
    Token,
)
from tests.unit.conftest import POLICY, function_in, synthesized

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Resource = TypeVar("Resource")
QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"


@pytest.fixture(autouse=True)
def seen() -> Iterator[Noticed]:
    """What was noticed; Node has not confirmed anything yet."""
    seen = noticed()
    assert seen is not None
    before = dict(seen.agrees)
    seen.agrees.clear()
    yield seen
    seen.agrees = before


def of_another_provider(stack: TerraformStack) -> SqsQueue:
    provider = AwsProvider(stack, "west", alias="west", region="us-west-2")
    return SqsQueue(stack, "queue", name="failures", provider=provider)


class Name(str, Enum):
    FAILURES = "failures"


KNOWN: dict[str, Callable[[TerraformStack], TerraformElement]] = {
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
    "count": lambda stack: SqsQueue(stack, "queue", count=2),
    "count of a variable": lambda stack: SqsQueue(stack, "queue", count=TerraformCount.of(2)),
    "provider": of_another_provider,
    "waits": lambda stack: SqsQueue(stack, "queue", depends_on=[SqsQueue(stack, "other")]),
    "in a construct": lambda stack: SqsQueue(Construct(stack, "orders"), "queue"),
    "deep": lambda stack: SqsQueue(Construct(Construct(stack, "team-1"), "orders"), "Resource"),
    "hidden": lambda stack: SqsQueue(Construct(stack, "Default"), "queue"),
    "in a stack of a stack": lambda stack: SqsQueue(TerraformStack(stack, "inner"), "queue"),
}


@pytest.mark.parametrize("make", KNOWN.values(), ids=KNOWN)
def test_what_is_known_is_what_node_says(
    stack: TerraformStack, seen: Noticed, make: Callable[[TerraformStack], TerraformElement]
) -> None:
    resource = make(stack)
    known, read = declared(resource), Declared.read(resource)
    assert (known.address, known.path) == (read.address, read.path)
    assert {name: known.arguments.get(name) for name in read.arguments if name != "//"} == {
        name: value for name, value in read.arguments.items() if name != "//"
    }
    assert seen.agrees, "it was not known"
    assert all(seen.agrees.values())


class Renaming(TerraformStack):
    def _allocate_logical_id(self, element: Any) -> str:
        return f"renamed-{element.node.id}"


class Quiet(SqsQueue):
    def reset_name(self) -> None:
        """Do nothing."""


def changed(resource: Resource, change: Callable[[Resource], object]) -> Resource:
    change(resource)
    return resource


NOT_KNOWN: dict[str, Callable[[TerraformStack], TerraformElement]] = {
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
    "names of a stack's own": lambda stack: SqsQueue(Renaming(App(), "own"), "queue"),
    "methods of a class's own": lambda stack: Quiet(stack, "queue"),
    "dropped character": lambda stack: SqsQueue(stack, "my.queue"),
    "dropped id": lambda stack: SqsQueue(Construct(stack, "queue"), "queue"),
    "replaced slash": lambda stack: SqsQueue(stack, "my/queue"),
    "an enum's member": lambda stack: SqsQueue(stack, Name.FAILURES),
    "stack with a slash": lambda stack: SqsQueue(TerraformStack(App(), "prod/eu"), "queue"),
    "a block": lambda stack: changed(
        function_in(stack, "function"), lambda function: function.dead_letter_config
    ),
    "long": lambda stack: SqsQueue(Construct(stack, "a" * 200), "b" * 200),
}


@pytest.mark.parametrize("make", NOT_KNOWN.values(), ids=NOT_KNOWN)
def test_what_may_be_otherwise_now_is_not_known(
    stack: TerraformStack, make: Callable[[TerraformStack], TerraformElement]
) -> None:
    resource = make(stack)
    assert made_resource(reference_id(resource)) is None
    assert declared(resource) == Declared.read(resource)


def test_a_token_stands_for_an_attribute_of_what_was_made(stack: TerraformStack) -> None:
    queue = SqsQueue(Construct(stack, "orders"), "queue")
    found = made_attribute(queue.kms_master_key_id)
    assert found is not None
    resource, attribute = found
    assert attribute == "kms_master_key_id"
    assert f"aws_sqs_queue.{resource.position.logical_id}" == Declared.read(queue).address


def test_nothing_is_known_of_an_app_with_a_library_that_may_change_it(
    stack: TerraformStack, seen: Noticed, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = SqsQueue(stack, "queue")
    token = queue.arn
    monkeypatch.setattr(seen, "sees_all", True)
    monkeypatch.setattr(seen, "constructs", dict(seen.constructs))
    monkeypatch.setattr(seen, "attributes", dict(seen.attributes))
    seen.distrust()
    later = SqsQueue(stack, "later")
    assert made_resource(reference_id(queue)) is None
    assert made_resource(reference_id(later)) is None
    assert made_attribute(token) is None


def test_where_node_says_otherwise_node_is_right(
    stack: TerraformStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "logical_id", lambda ids: "_".join(ids).upper())
    for number in range(2):
        function = function_in(stack, f"function-{number}")
        EventInvokeConfig(stack, f"async-{number}", function=function, on_failure=QUEUE)
    policies = synthesized(stack)["resource"][POLICY].values()
    assert {each["role"] for each in policies} == {
        f"${{aws_iam_role.function-{number}-role.name}}" for number in range(2)
    }


def test_of_an_earlier_app_nothing_is_kept_and_node_is_asked(
    stack: TerraformStack, seen: Noticed
) -> None:
    queue = SqsQueue(stack, "queue", name="failures.fifo", fifo_queue=True)
    token = queue.arn
    App()
    assert len(seen.constructs) == 1
    assert made_attribute(token) is None
    later = SqsQueue(stack, "later")
    assert made_resource(reference_id(later)) is None
    with pytest.raises(EventInvokeConfigError, match="FIFO"):
        EventInvokeConfig(stack, "async", function="orders", on_failure=token)
    EventInvokeConfig(stack, "async", function="orders", on_failure=later)


def test_what_is_given_back_is_no_attribute_of_what_it_was_given_to(stack: TerraformStack) -> None:
    given = Token.as_string({"Ref": "somewhere"})
    queue = SqsQueue(stack, "queue", name=given)
    assert made_attribute(str(queue.name_input)) is None
    assert made_attribute(queue.fqn) is None


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


def test_inline_policies_that_are_set_in_their_block_are_seen(
    stack: TerraformStack, seen: Noticed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "inline_policies", False)
    role = IamRole(stack, "role", assume_role_policy="{}")
    role.inline_policy.internal_value = [IamRoleInlinePolicy(name="it", policy="{}")]
    with pytest.raises(EventInvokeConfigError, match="inline_policy"):
        EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE, role=role)
