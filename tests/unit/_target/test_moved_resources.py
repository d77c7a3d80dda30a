"""A resource that was moved has no block of its own any more: what refers to it refers to where it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import (
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeConfigLookup,
    LambdaDestination,
    LostEventAlarms,
    S3Destination,
    SqsDestination,
)
from constructs_eic.testing import synthesized
from tests.framework import (
    App,
    CloudwatchEventBus,
    IamRole,
    KmsKey,
    LambdaAlias,
    S3Bucket,
    SnsTopic,
    SqsQueue,
)
from tests.unit.conftest import address, function_in, only, stack_in, statements_of, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.framework import TerraformResource, TerraformStack


def to_target(resource: TerraformResource, target: TerraformResource) -> None:
    target.add_move_target("there")
    resource.move_to("there")


def to_key(resource: TerraformResource, target: TerraformResource) -> None:
    target.add_move_target("there")
    resource.move_to("there", "a")


def to_target_that_follows(resource: TerraformResource, target: TerraformResource) -> None:
    resource.move_to("there")


def to_id(resource: TerraformResource, target: TerraformResource) -> None:
    resource.move_to_id(address(target))


def from_id(resource: TerraformResource, target: TerraformResource) -> None:
    resource.move_from_id(f"{address(resource)}_before")


FORMS = [to_target, to_key, to_target_that_follows, to_id, from_id]

RESOURCES: dict[str, Callable[[TerraformStack, str], Any]] = {
    "function": lambda stack, id_: function_in(stack, id_),
    "alias": lambda stack, id_: LambdaAlias(
        stack, id_, name="live", function_name="orders", function_version="1"
    ),
    "role": lambda stack, id_: IamRole(stack, id_, assume_role_policy="{}"),
    "queue": lambda stack, id_: SqsQueue(stack, id_),
    "topic": lambda stack, id_: SnsTopic(stack, id_),
    "bus": lambda stack, id_: CloudwatchEventBus(stack, id_, name="orders"),
    "bucket": lambda stack, id_: S3Bucket(stack, id_),
    "key": lambda stack, id_: KmsKey(stack, id_),
}

USES: dict[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "function": ("function", lambda function: {"function": function}),
    "function's ARN": ("function", lambda function: {"function": function.arn}),
    "alias": ("alias", lambda alias: {"function": alias}),
    "qualifier": ("alias", lambda alias: {"function": "orders", "qualifier": alias}),
    "role": ("role", lambda role: {"function": "orders", "role": role}),
    "queue": ("queue", lambda queue: {"function": "orders", "on_success": queue}),
    "queue's ARN": ("queue", lambda queue: {"function": "orders", "on_success": queue.arn}),
    "topic": ("topic", lambda topic: {"function": "orders", "on_success": topic}),
    "bus": ("bus", lambda bus: {"function": "orders", "on_success": bus}),
    "bucket": ("bucket", lambda bucket: {"function": "orders", "on_failure": bucket}),
    "destination": ("function", lambda function: {"function": "orders", "on_success": function}),
    "response": (
        "function",
        lambda function: {
            "function": "orders",
            "on_success": LambdaDestination(function, response_only=True),
        },
    ),
    "key": (
        "key",
        lambda key: {"function": "orders", "on_success": SqsDestination(encryption_key=key)},
    ),
    "key of a bucket": (
        "key",
        lambda key: {
            "function": "orders",
            "on_failure": S3Destination("arn:aws:s3:::failures", encryption_key=key),
        },
    ),
    "notify": (
        "topic",
        lambda topic: {"function": "orders", "alarms": LostEventAlarms(notify=topic)},
    ),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("form", FORMS)
def test_everything_refers_to_where_it_is_now(
    stack: TerraformStack, form: Callable[..., None], use: str
) -> None:
    kind, arguments = USES[use]
    resource = RESOURCES[kind](stack, "before")
    target = RESOURCES[kind](stack, "there")
    form(resource, target)
    given = {"on_failure": "arn:aws:sqs:us-east-1:123456789012:failures", **arguments(resource)}
    EventInvokeConfig(stack, "async", **given)
    if form is to_target_that_follows:
        target.add_move_target("there")

    document = whole(stack)
    document.pop("moved")
    before = f"{address(resource)}."
    if form is from_id:
        assert before in str(document)
    else:
        now = f'{address(target)}["a"].' if form is to_key else f"{address(target)}."
        written = str(document["resource"]).replace('\\\\"', '"').replace('\\"', '"')
        assert before not in written
        assert now in written


@pytest.mark.parametrize("form", FORMS)
def test_its_arguments_are_still_read(stack: TerraformStack, form: Callable[..., None]) -> None:
    role = IamRole(stack, "role", assume_role_policy="{}")
    before = function_in(stack, "orders", role=role.arn)
    there = function_in(stack, "there")
    form(before, there)
    config = EventInvokeConfig(stack, "async", function=before, on_failure=SqsDestination())
    if form is to_target_that_follows:
        there.add_move_target("there")
    assert only(stack, "aws_iam_role_policy")["role"] == f"${{{address(role)}.name}}"
    assert config.on_failure is not None
    assert only(stack, "aws_sqs_queue")["name"].startswith("orders-failure-")


@pytest.mark.parametrize("form", FORMS)
def test_what_cannot_work_is_still_refused(
    stack: TerraformStack, form: Callable[..., None]
) -> None:
    queue = SqsQueue(stack, "queue", name="failures.fifo", fifo_queue=True)
    form(queue, SqsQueue(stack, "there", name="failures.fifo", fifo_queue=True))
    with pytest.raises(EventInvokeConfigError, match="standard"):
        EventInvokeConfig(stack, "async", function="orders", on_failure=queue)


@pytest.mark.parametrize("form", FORMS)
def test_another_resource_that_was_moved_does_not_matter(
    stack: TerraformStack, form: Callable[..., None]
) -> None:
    form(SqsQueue(stack, "before"), SqsQueue(stack, "there"))
    queue = SqsQueue(stack, "queue")
    queue.override_logical_id("renamed")
    EventInvokeConfig(stack, "async", function="orders", on_failure=queue.arn)


def test_a_lookup_takes_it(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    to_id(function, function_in(stack, "there"))
    EventInvokeConfigLookup(stack, "existing", function=function)
    found = only(stack, "aws_cloudcontrolapi_resource", "data")
    assert found["identifier"] == "${aws_lambda_function.there.function_name}|$LATEST"


def test_the_permission_names_the_queue(stack: TerraformStack) -> None:
    queue = SqsQueue(stack, "queue")
    to_key(queue, SqsQueue(stack, "there"))
    EventInvokeConfig(stack, "async", function=function_in(stack, "orders"), on_failure=queue)
    (statement,) = statements_of(stack)
    assert statement["Resource"] == '${aws_sqs_queue.there["a"].arn}'


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("form", [to_target, to_id])
def test_another_stack_refers_to_where_it_is_now(form: Callable[..., None], use: str) -> None:
    kind, arguments = USES[use]
    # cdktf's validation of a move asks Terraform for its version.
    app = App(skip_validation=True)
    stack, own = stack_in(app, "stack"), stack_in(app, "own")
    resource, target = (RESOURCES[kind](own, id_) for id_ in ("before", "there"))
    form(resource, target)
    given = {"on_failure": "arn:aws:sqs:us-east-1:123456789012:failures", **arguments(resource)}
    EventInvokeConfig(stack, "async", **given)

    documents = synthesized(app)
    outputs = str(documents["own"]["output"])
    assert f"{address(target)}." in outputs
    assert f"{address(resource)}." not in outputs
    for each in (resource, target):
        assert f"{address(each)}." not in str(documents["stack"])


@pytest.mark.parametrize("use", USES)
def test_another_stack_cannot_refer_to_what_is_no_resource(
    app: App, stack: TerraformStack, use: str
) -> None:
    kind, arguments = USES[use]
    resource = RESOURCES[kind](stack_in(app, "own"), "before")
    resource.move_to_id(f"module.other.{address(resource)}")
    given = {"on_failure": "arn:aws:sqs:us-east-1:123456789012:failures", **arguments(resource)}
    with pytest.raises(
        EventInvokeConfigError, match=r"it was moved to module\.other\.aws_"
    ) as refused:
        EventInvokeConfig(stack, "async", **given)
    assert "give the resource that it was moved to" in str(refused.value)
