"""Destinations that never receive a record: durable functions, partner event buses, FIFO; and literal parts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import pytest

from constructs_eic import (
    EventBridgeDestination,
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeDefaults,
    LambdaDestination,
    S3Destination,
    SnsDestination,
    SqsDestination,
)
from tests.framework import (
    CloudwatchEventBus,
    DataAwsCallerIdentity,
    DataAwsCloudwatchEventBus,
    DataAwsCloudwatchEventSource,
    DataAwsLambdaFunction,
    DataAwsSnsTopic,
    DataAwsSqsQueue,
    Fn,
    KmsKey,
    LambdaAlias,
    SnsTopic,
    SqsQueue,
    TerraformVariable,
)
from tests.unit.conftest import config_of, function_in, only, stack_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.framework import App, LambdaFunction, TerraformStack

    Given = Callable[[TerraformStack], Any]


def problem_of(stack: TerraformStack, destination: Any, argument: str = "on_failure") -> str:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeConfig(stack, "async", function="orders", **{argument: destination})
    (problem,) = refused.value.problems
    assert problem.argument == argument
    assert problem.fix.startswith("give ")
    return problem.reason


def text(stack: TerraformStack, name: str) -> str:
    value: str = TerraformVariable(stack, name, type="string").string_value
    return value


def durable(stack: TerraformStack) -> LambdaFunction:
    function = function_in(stack, "durable")
    function.add_override("durable_config", {"execution_timeout": 3600})
    return function


DURABLE: dict[str, Given] = {
    "resource": durable,
    "wrapped": lambda stack: LambdaDestination(durable(stack)),
    "response only": lambda stack: LambdaDestination(durable(stack), response_only=True),
    "ARN": lambda stack: durable(stack).arn,
    "wrapped ARN": lambda stack: LambdaDestination(durable(stack).arn),
    "data source": lambda stack: DataAwsLambdaFunction(
        stack, "data", function_name=durable(stack).function_name
    ),
}


@pytest.mark.parametrize("form", DURABLE)
@pytest.mark.parametrize("argument", ["on_failure", "on_success"])
def test_a_durable_function_needs_a_qualifier(
    stack: TerraformStack, form: str, argument: str
) -> None:
    reason = problem_of(stack, DURABLE[form](stack), argument)
    assert reason == "this is a durable function, and Lambda invokes one by a qualified ARN only"


QUALIFIED: dict[str, Given] = {
    "alias": lambda stack: LambdaAlias(
        stack,
        "alias",
        name="live",
        function_name=durable(stack).function_name,
        function_version="1",
    ),
    "version": lambda stack: durable(stack).qualified_arn,
    "wrapped version": lambda stack: LambdaDestination(durable(stack).qualified_arn),
    "ARN and alias": lambda stack: LambdaDestination(f"{durable(stack).arn}:live"),
    "data source with qualifier": lambda stack: DataAwsLambdaFunction(
        stack, "data", function_name=durable(stack).function_name, qualifier="1"
    ),
}


@pytest.mark.parametrize("form", QUALIFIED)
def test_a_durable_function_with_a_qualifier_is_a_destination(
    stack: TerraformStack, form: str
) -> None:
    EventInvokeConfig(stack, "async", function="orders", on_failure=QUALIFIED[form](stack))
    destination = config_of(stack)["destination_config"]["on_failure"]["destination"]
    assert destination.endswith((".qualified_arn}", "lambda_alias.alias.arn}", ":live"))


def partner_bus(stack: TerraformStack) -> CloudwatchEventBus:
    name = "aws.partner/example.com/orders"
    return CloudwatchEventBus(stack, "bus", name=name, event_source_name=name)


def source(stack: TerraformStack) -> DataAwsCloudwatchEventSource:
    found = stack.node.try_find_child("source")
    return cast("DataAwsCloudwatchEventSource", found) or DataAwsCloudwatchEventSource(
        stack, "source", name_prefix="aws.partner/example.com"
    )


PARTNER: dict[str, Given] = {
    "text": lambda _: "arn:aws:events:us-east-1:123456789012:event-bus/aws.partner/example.com/x",
    "wrapped text": lambda _: EventBridgeDestination(
        "arn:aws:events:us-east-1:123456789012:event-bus/aws.partner/example.com/x"
    ),
    "text with tokens": lambda stack: EventBridgeDestination(
        f"arn:aws:events:{text(stack, 'region')}:123456789012:event-bus/aws.partner/{text(stack, 'x')}"
    ),
    "resource": partner_bus,
    "its ARN": lambda stack: partner_bus(stack).arn,
    "source that only Terraform knows": lambda stack: CloudwatchEventBus(
        stack, "bus", name=text(stack, "x"), event_source_name=f"aws.partner/{text(stack, 'y')}"
    ),
    "data source": lambda stack: DataAwsCloudwatchEventBus(
        stack, "data", name="aws.partner/example.com/orders"
    ),
    "source that is looked up": lambda stack: CloudwatchEventBus(
        stack, "bus", name=source(stack).name, event_source_name=source(stack).name
    ),
    "its ARN, wrapped": lambda stack: EventBridgeDestination(
        CloudwatchEventBus(
            stack, "bus", name=text(stack, "x"), event_source_name=source(stack).name
        ).arn
    ),
    "data source by its source": lambda stack: DataAwsCloudwatchEventBus(
        stack, "data", name=source(stack).name
    ),
    "data source with tokens": lambda stack: EventBridgeDestination(
        DataAwsCloudwatchEventBus(stack, "data", name=f"aws.partner/{text(stack, 'x')}").arn
    ),
}


@pytest.mark.parametrize("form", PARTNER)
def test_nobody_puts_events_on_a_partner_event_bus(stack: TerraformStack, form: str) -> None:
    reason = problem_of(stack, PARTNER[form](stack))
    assert reason == "this is a partner event bus, and nobody but the partner can put events on it"


FIFO: dict[str, Given] = {
    "queue": lambda stack: SqsQueue(stack, "it", name=f"{text(stack, 'stage')}-x.fifo"),
    "its ARN": lambda stack: SqsQueue(stack, "it", name=f"{text(stack, 'stage')}-x.fifo").arn,
    "queue of a data source": lambda stack: DataAwsSqsQueue(
        stack, "it", name=f"{text(stack, 'stage')}-x.fifo"
    ),
    "topic": lambda stack: SnsTopic(stack, "it", name=f"{text(stack, 'stage')}-x.fifo"),
    "topic of a data source": lambda stack: SnsDestination(
        DataAwsSnsTopic(stack, "it", name=f"{text(stack, 'stage')}-x.fifo").arn
    ),
    "queue by argument": lambda stack: SqsQueue(
        stack, "it", name=text(stack, "name"), fifo_queue=True
    ),
    "text": lambda stack: f"arn:aws:sqs:us-east-1:{text(stack, 'account')}:x.fifo",
    "wrapped text": lambda stack: SqsDestination(f"{text(stack, 'prefix')}:x.fifo"),
    "joined queue": lambda stack: SqsQueue(
        stack, "it", name=Fn.join("", [text(stack, "name"), ".fifo"])
    ),
    "joined queue's ARN": lambda stack: (
        SqsQueue(stack, "it", name=Fn.join(".", [text(stack, "name"), "fifo"])).arn
    ),
    "joined queue of a data source": lambda stack: DataAwsSqsQueue(
        stack, "it", name=Fn.join("-", [text(stack, "stage"), "x.fifo"])
    ),
    "formatted queue": lambda stack: SqsQueue(stack, "it", name=formatted(stack, "%s.fifo")),
    "formatted topic": lambda stack: SnsTopic(stack, "it", name=formatted(stack, "%s-x.fifo")),
    "joined topic of a data source": lambda stack: SnsDestination(
        DataAwsSnsTopic(stack, "it", name=Fn.join("", [text(stack, "name"), "-x.fifo"]))
    ),
    "call in a call": lambda stack: SnsTopic(
        stack, "it", name=Fn.lower(Fn.join("", [text(stack, "name"), ".FIFO"]))
    ),
    "joined ARN": lambda stack: SqsDestination(
        Fn.join(":", ["arn:aws:sqs:us-east-1", text(stack, "account"), "x.fifo"])
    ),
    "queue of another stack": lambda stack: SqsQueue(
        other_stack(stack), "it", name=Fn.join("", [text(other_stack(stack), "name"), ".fifo"])
    ),
}


def formatted(stack: TerraformStack, template: str) -> str:
    """A call of Terraform's `format`, as text: the frameworks' `Fn.format` differ in their arguments."""
    return f'${{format("{template}", var.{TerraformVariable(stack, "x").friendly_unique_id})}}'


def other_stack(stack: TerraformStack) -> TerraformStack:
    app = stack.node.root
    found = app.node.try_find_child("other")
    return cast("TerraformStack", found or stack_in(cast("App", app), "other"))


@pytest.mark.parametrize("form", FIFO)
def test_the_literal_end_of_a_name_says_that_it_is_fifo(stack: TerraformStack, form: str) -> None:
    assert "a FIFO queue or topic never receives a record" in problem_of(stack, FIFO[form](stack))


def test_defaults_refuse_a_partner_event_bus_and_a_fifo_queue(stack: TerraformStack) -> None:
    for destination in (partner_bus(stack), SqsQueue(stack, "queue", name="x.fifo")):
        with pytest.raises(EventInvokeConfigError, match="EventInvokeDefaults: on_success="):
            EventInvokeDefaults(on_success=destination)


LOOKED_UP: dict[str, Given] = {
    "queue by URL": lambda stack: DataAwsSqsQueue(
        stack, "it", name=f"https://sqs.{text(stack, 'region')}.amazonaws.com/123456789012/q"
    ),
    "queue by a topic's ARN": lambda stack: (
        DataAwsSqsQueue(stack, "it", name=f"arn:aws:sns:{text(stack, 'region')}:123456789012:x").arn
    ),
    "topic": lambda stack: DataAwsSnsTopic(stack, "it", name=f"team/{text(stack, 'stage')}"),
    "event bus": lambda stack: DataAwsCloudwatchEventBus(
        stack, "it", name=f"arn:aws:events:{text(stack, 'region')}:123456789012:rule/x"
    ),
}


@pytest.mark.parametrize("form", LOOKED_UP)
def test_the_literal_part_of_what_is_looked_up_decides(stack: TerraformStack, form: str) -> None:
    with pytest.raises(EventInvokeConfigError, match="its name is not a name that") as refused:
        EventInvokeConfig(stack, "async", function="orders", on_failure=LOOKED_UP[form](stack))
    assert "by its name alone" in str(refused.value)


def test_an_event_bus_may_be_looked_up_by_its_arn(stack: TerraformStack) -> None:
    bus = f"arn:aws:events:{text(stack, 'region')}:123456789012:event-bus/orders"
    found = DataAwsCloudwatchEventBus(stack, "it", name=bus)
    EventInvokeConfig(stack, "async", function="orders", on_failure=found)
    assert config_of(stack)["destination_config"]


def place(stack: TerraformStack) -> tuple[str, str]:
    return text(stack, "region"), DataAwsCallerIdentity(stack, "caller").account_id


WRONG: dict[str, tuple[Callable[[str, str], Any], str]] = {
    "URL": (
        lambda r, a: SqsDestination(f"https://sqs.{r}.amazonaws.com/{a}/q"),
        "this is not an ARN: an ARN begins with 'arn:'",
    ),
    "URL that is not wrapped": (
        lambda r, a: f"https://sqs.{r}.amazonaws.com/{a}/q",
        "this is not an ARN",
    ),
    "topic": (
        lambda r, a: SqsDestination(f"arn:aws:sns:{r}:{a}:x"),
        "SqsDestination takes no SNS topic",
    ),
    "queue": (
        lambda r, a: SnsDestination(f"arn:aws:sqs:{r}:{a}:x"),
        "SnsDestination takes no SQS queue",
    ),
    "five parts": (lambda r, a: SqsDestination(f"arn:aws:sqs:{r}:{a}"), "six parts"),
    "five parts that are not wrapped": (lambda r, a: f"arn:aws:sqs:{r}:{a}", "six parts"),
    "event rule": (
        lambda r, a: EventBridgeDestination(f"arn:aws:events:{r}:{a}:rule/x"),
        "this is not an ARN such as arn:aws:events:REGION:ACCOUNT:event-bus/NAME",
    ),
    "access point": (
        lambda r, a: S3Destination(f"arn:aws:s3:{r}:{a}:accesspoint/x"),
        "is not a name that s3 accepts",
    ),
    "objects": (lambda r, _: S3Destination(f"arn:aws:s3:::{r}/*"), "is not a name that s3 accepts"),
    "layer": (
        lambda r, a: LambdaDestination(f"arn:aws:lambda:{r}:{a}:layer:x"),
        "this is not an ARN such as arn:aws:lambda:REGION:ACCOUNT:function:NAME",
    ),
    "subscription": (
        lambda r, a: SnsDestination(f"arn:aws:sns:{r}:{a}:x:{r}"),
        "is not a name that sns accepts",
    ),
    "another service": (
        lambda r, a: f"arn:aws:kinesis:{r}:{a}:stream/x",
        "Lambda cannot deliver to this",
    ),
}


@pytest.mark.parametrize("form", WRONG)
def test_the_literal_part_of_text_decides(stack: TerraformStack, form: str) -> None:
    destination, reason = WRONG[form]
    assert reason in problem_of(stack, destination(*place(stack)))


RIGHT: dict[str, Callable[[str, str], Any]] = {
    "queue": lambda r, a: f"arn:aws:sqs:{r}:{a}:q",
    "wrapped queue": lambda r, a: SqsDestination(f"arn:aws:sqs:{r}:{a}:{a}-q"),
    "topic": lambda r, a: SnsDestination(f"arn:aws:sns:{r}:{a}:x"),
    "function": lambda r, a: LambdaDestination(f"arn:aws:lambda:{r}:{a}:function:x:live"),
    "event bus": lambda r, a: EventBridgeDestination(f"arn:aws:events:{r}:{a}:event-bus/{r}"),
    "bucket": lambda r, _: S3Destination(f"arn:aws:s3:::{r}-archive"),
    "partition": lambda r, a: SqsDestination(f"arn:{a}:sqs:{r}:{a}:q"),
    "all but the name": lambda r, _: SqsDestination(f"{r}:q"),
    "service": lambda r, a: SqsDestination(f"arn:aws:{a}:{r}:{a}:q"),
    "joined": lambda r, a: SqsDestination(Fn.join(":", ["arn:aws:sqs", r, a, "x"])),
}


@pytest.mark.parametrize("form", RIGHT)
def test_text_that_may_be_right_is_accepted(stack: TerraformStack, form: str) -> None:
    EventInvokeConfig(stack, "async", function="orders", on_failure=RIGHT[form](*place(stack)))
    assert config_of(stack)["destination_config"]["on_failure"]["destination"]


def test_the_arn_of_another_resource_is_no_queue(stack: TerraformStack) -> None:
    key = KmsKey(stack, "key").arn
    assert "SqsDestination takes aws_sqs_queue" in problem_of(stack, SqsDestination(key))


MANAGED = "arn:aws:lambda:us-east-1:123456789012:function:managed:$LATEST.PUBLISHED"


@pytest.mark.parametrize("given", [MANAGED, LambdaDestination(MANAGED)])
def test_the_published_version_of_managed_instances_is_a_destination(
    stack: TerraformStack, given: Any
) -> None:
    EventInvokeConfig(stack, "async", function="orders", on_failure=given)
    assert config_of(stack)["destination_config"]["on_failure"]["destination"] == MANAGED


def test_no_permission_can_be_declared_for_the_published_version(stack: TerraformStack) -> None:
    response = LambdaDestination(MANAGED, response_only=True)
    assert problem_of(stack, response) == (
        "EventBridge needs a permission for $LATEST.PUBLISHED, and aws_lambda_permission does not take "
        "this qualifier"
    )


def test_a_response_of_managed_instances_is_matched_under_the_version_that_ran(
    stack: TerraformStack,
) -> None:
    function = function_in(stack, "managed")
    function.add_override("publish_to", "LATEST_PUBLISHED")
    response = LambdaDestination(function_in(stack, "next"), response_only=True)
    EventInvokeConfig(stack, "async", function=function, on_success=response)
    pattern = json.loads(only(stack, "aws_cloudwatch_event_rule")["event_pattern"])
    assert pattern["resources"] == [
        "${aws_lambda_function.managed.arn}:$LATEST",
        "${aws_lambda_function.managed.arn}:$LATEST.PUBLISHED",
    ]


def test_the_unpublished_version_is_permitted_without_qualifier(stack: TerraformStack) -> None:
    next_ = function_in(stack, "next")
    response = LambdaDestination(f"{next_.arn}:$LATEST", response_only=True)
    EventInvokeConfig(stack, "async", function="orders", on_success=response)
    assert "qualifier" not in only(stack, "aws_lambda_permission")
    assert only(stack, "aws_cloudwatch_event_target")["arn"].endswith(":$LATEST")
