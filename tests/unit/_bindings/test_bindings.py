"""The access to the framework: other stacks' tokens, users' own bindings, and no work at import."""

from __future__ import annotations

import subprocess
import sys

import pytest

import constructs_eic
from constructs_eic import EventInvokeConfig, EventInvokeConfigError
from constructs_eic._bindings.references import reference_of
from constructs_eic._bindings.resources import resource_type
from constructs_eic._bindings.scope_info import scope_info_of
from tests.framework import App, LambdaFunction, SqsQueue, TerraformStack
from tests.unit.conftest import CONFIG, POLICY, function_in, stack_in, statements_of

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"


def outputs_of(app: App, *stacks: TerraformStack) -> dict[str, dict[str, object]]:
    """Each stack's JSON, with the references between stacks, as `cdktf synth` writes it."""
    for stack in stacks:
        stack.prepare_stack()
    return {stack.node.id: stack.to_terraform() for stack in stacks}


def test_a_function_of_another_stack_brings_its_role_along() -> None:
    app = App()
    functions, configurations = stack_in(app, "functions"), stack_in(app, "configurations")
    function = function_in(functions, "orders")
    EventInvokeConfig(configurations, "async", function=function, on_failure=QUEUE)
    made = outputs_of(app, functions, configurations)["configurations"]["resource"]
    assert isinstance(made, dict)
    (policy,) = made[POLICY].values()
    (config,) = made[CONFIG].values()
    remote = "${data.terraform_remote_state.cross-stack-reference-input-functions.outputs."
    assert policy["role"] == f"{remote}cross-stack-output-aws_iam_roleorders-rolename}}"
    assert (
        config["function_name"]
        == f"{remote}cross-stack-output-aws_lambda_functionordersfunction_name}}"
    )


def test_a_function_with_a_role_of_another_stack_keeps_that_role() -> None:
    app = App()
    roles, stack = stack_in(app, "roles"), stack_in(app, "stack")
    theirs = function_in(roles, "function")
    mine = function_in(stack, "function", role=theirs.role)
    EventInvokeConfig(stack, "async", function=mine, on_failure=QUEUE)
    made = outputs_of(app, roles, stack)["stack"]["resource"]
    assert isinstance(made, dict)
    (policy,) = made[POLICY].values()
    # Both stacks have a role of this id: the policy is for the one that the function has.
    assert "terraform_remote_state.cross-stack-reference-input-roles" in policy["role"]


def test_a_queue_of_another_stack_is_a_destination() -> None:
    app = App()
    queues, stack = stack_in(app, "queues"), stack_in(app, "stack")
    queue = SqsQueue(queues, "failures", kms_master_key_id="alias/aws/sqs")
    EventInvokeConfig(stack, "async", function="orders", role="it", on_failure=queue.arn)
    made = outputs_of(app, queues, stack)["stack"]["resource"]
    assert isinstance(made, dict)
    (config,) = made[CONFIG].values()
    destination = config["destination_config"]["on_failure"]["destination"]
    assert "terraform_remote_state.cross-stack-reference-input-queues" in destination


def test_asking_where_a_token_comes_from_changes_nothing() -> None:
    app = App()
    ours, theirs = stack_in(app, "ours"), stack_in(app, "theirs")
    token = SqsQueue(theirs, "failures").arn
    before = [len(stack.node.find_all()) for stack in (ours, theirs)]
    reference = reference_of(token, scope_info_of(ours))
    assert reference is not None
    assert reference.stack is theirs
    assert (reference.resource_type, reference.attribute) == ("aws_sqs_queue", "arn")
    assert [len(stack.node.find_all()) for stack in (ours, theirs)] == before
    assert ours.dependencies == []


def test_locally_generated_bindings_are_told_by_their_jsii_type(stack: TerraformStack) -> None:
    class Queue(SqsQueue):
        """Stands for `imports.aws.sqs_queue.SqsQueue`, whose jsii module has its own name."""

    class Function(LambdaFunction):
        """Stands for `imports.aws.lambda_function.LambdaFunction`."""

    function, queue = function_in(stack, "orders"), SqsQueue(stack, "failures", fifo_queue=True)
    Queue.__jsii_type__ = "aws.sqsQueue.SqsQueue"
    Function.__jsii_type__ = "aws.lambdaFunction.LambdaFunction"
    queue.__class__, function.__class__ = Queue, Function
    with pytest.raises(EventInvokeConfigError, match="standard queues and topics only"):
        EventInvokeConfig(stack, "async", function=function, on_failure=queue)
    queue.fifo_queue = False
    EventInvokeConfig(stack, "async", function=function, on_failure=queue)
    assert statements_of(stack)[0]["Resource"] == "${aws_sqs_queue.failures.arn}"


def test_constructs_of_cdktn_aws_declare_their_type(stack: TerraformStack) -> None:
    class AwsQueue(SqsQueue):
        """Stands for `cdktn_aws.sqs.AwsQueue`."""

        TF_RESOURCE_TYPE = "aws_sqs_queue"

    class DataAwsQueue(AwsQueue):
        """Stands for `cdktn_aws.sqs.DataAwsQueue`."""

    queue, data = SqsQueue(stack, "failures"), SqsQueue(stack, "data")
    AwsQueue.__jsii_type__ = "@cdktn/aws.sqs.AwsQueue"
    DataAwsQueue.__jsii_type__ = "@cdktn/aws.sqs.DataAwsQueue"
    queue.__class__, data.__class__ = AwsQueue, DataAwsQueue
    assert [resource_type(each) for each in (queue, data)] == [
        "aws_sqs_queue",
        "data.aws_sqs_queue",
    ]
    EventInvokeConfig(stack, "async", function=function_in(stack, "orders"), on_failure=queue)
    assert statements_of(stack)[0]["Resource"] == "${aws_sqs_queue.failures.arn}"


def test_importing_the_package_starts_no_node_process() -> None:
    script = (
        "import sys, constructs_eic; from constructs_eic import EventInvokeConfigId, EventInvokeConfigError;"
        "EventInvokeConfigId.parse('orders:live');"
        "print([name for name in ('jsii', 'cdktf', 'cdktn', 'constructs') if name in sys.modules])"
    )
    output = subprocess.check_output([sys.executable, "-c", script], text=True)
    assert output == "[]\n"


def test_every_public_name_is_there_and_listed() -> None:
    for name in constructs_eic.__all__:
        assert hasattr(constructs_eic, name), name
    assert set(constructs_eic.__all__) <= set(dir(constructs_eic))
    assert not hasattr(constructs_eic, "Nothing")
