"""Alarms for lost events: which are created, on which metric and dimensions, and what they refuse."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import jsii
import pytest

from constructs_eic import (
    Destination,
    EventBridgeDestination,
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeDefaults,
    LambdaDestination,
    LostEventAlarms,
    S3Destination,
    SnsDestination,
    SqsDestination,
)
from constructs_eic._bindings.making import has_region_argument
from constructs_eic.testing import synthesized as synthesized_app
from tests.framework import (
    App,
    Aspects,
    AwsProvider,
    DataAwsSnsTopic,
    DataAwsSqsQueue,
    IAspect,
    LambdaAlias,
    LambdaFunction,
    SnsTopic,
    SqsQueue,
    TerraformVariable,
)
from tests.unit.conftest import function_in, stack_in, synthesized

if TYPE_CHECKING:
    from collections.abc import Callable

    from syrupy.assertion import SnapshotAssertion

    from tests.framework import TerraformStack

ALARM = "aws_cloudwatch_metric_alarm"
TOPIC = "arn:aws:sns:us-east-1:123456789012:on-call"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"


def alarms_of(stack: TerraformStack) -> dict[str, dict[str, Any]]:
    """The alarms by the name of their metric."""
    alarms = synthesized(stack).get("resource", {}).get(ALARM, {}).values()
    return {each["metric_name"]: each for each in alarms}


def destinations() -> dict[str, Destination | None]:
    return {
        "sqs": SqsDestination(QUEUE),
        "sqs-made": SqsDestination(),
        "sns": SnsDestination(TOPIC),
        "lambda": LambdaDestination("arn:aws:lambda:us-east-1:123456789012:function:next"),
        "event-bridge": EventBridgeDestination(),
        "s3": S3Destination("arn:aws:s3:::it"),
        "none": None,
    }


@pytest.mark.parametrize("name", destinations())
def test_alarms_of_each_destination(name: str, terraform_snapshot: SnapshotAssertion) -> None:
    stack = stack_in(App(), "stack")
    EventInvokeConfig(
        stack,
        "async",
        function="orders",
        on_failure=destinations()[name],
        maximum_event_age_in_seconds=timedelta(hours=1),
        alarms=LostEventAlarms(notify=TOPIC),
    )
    assert synthesized(stack)["resource"][ALARM] == terraform_snapshot


@pytest.mark.parametrize(
    "name", ["orders", "orders:live", "orders:7"], ids=["unqualified", "alias", "version"]
)
def test_alarms_of_each_target(name: str, terraform_snapshot: SnapshotAssertion) -> None:
    stack = stack_in(App(), "stack")
    EventInvokeConfig(
        stack, "async", function=name, on_success=QUEUE, alarms=LostEventAlarms(notify=TOPIC)
    )
    assert synthesized(stack)["resource"][ALARM] == terraform_snapshot


class TestDimensions:
    def of(self, stack: TerraformStack, **arguments: Any) -> Any:
        EventInvokeConfig(stack, "async", alarms=LostEventAlarms(), **arguments)
        return alarms_of(stack)["AsyncEventAge"]["dimensions"]

    def test_an_alias_is_named_after_its_function(self, stack: TerraformStack) -> None:
        alias = LambdaAlias(
            stack,
            "alias",
            name="live",
            function_name=function_in(stack, "orders").function_name,
            function_version="1",
        )
        assert self.of(stack, function=alias) == {
            "FunctionName": "${aws_lambda_function.orders.function_name}",
            "Resource": "${aws_lambda_function.orders.function_name}:${aws_lambda_alias.alias.name}",
        }

    def test_an_arn_is_reduced_to_the_name(self, stack: TerraformStack) -> None:
        arn = "arn:aws:lambda:us-east-1:123456789012:function:orders:live"
        expected = {"FunctionName": "orders", "Resource": "orders:live"}
        assert self.of(stack, function=arn) == expected

    def test_the_latest_version_has_no_metrics_of_its_own(self, stack: TerraformStack) -> None:
        assert self.of(stack, function="orders:$LATEST") == {"FunctionName": "orders"}

    def test_an_unknown_qualifier_leaves_the_functions(self, stack: TerraformStack) -> None:
        assert set(self.of(stack, function="${var.function}")) == {"FunctionName"}


class TestOneAlarmForEachQueue:
    ALARMS = LostEventAlarms(notify=TOPIC)

    def test_configurations_that_share_a_queue(self, stack: TerraformStack) -> None:
        queue = SqsQueue(stack, "failures", name="failures")
        EventInvokeDefaults(on_failure=queue, alarms=self.ALARMS).apply_to(stack)
        orders = EventInvokeConfig(stack, "orders", function="orders")
        payments = EventInvokeConfig(stack, "payments", function="payments")
        by_arn = EventInvokeConfig(stack, "users", function="users", on_failure=queue.arn)
        (alarm,) = waiting_in(stack).values()
        assert alarm["dimensions"] == {"QueueName": "${aws_sqs_queue.failures.name}"}
        assert alarm["alarm_name"].startswith("${aws_sqs_queue.failures.name}-WaitingRecords-")
        assert "orders" not in alarm["alarm_description"]
        assert orders.alarms[-1] is payments.alarms[-1] is by_arn.alarms[-1]

    def test_stacks_that_share_a_queue(self, app: App) -> None:
        one, other = stack_in(app, "one"), stack_in(app, "other")
        queue = SqsQueue(one, "failures", name="failures")
        for stack in (one, other):
            for given in (queue, QUEUE):
                EventInvokeConfig(
                    stack,
                    f"async-{given is queue}",
                    function=f"orders-{given is queue}",
                    on_failure=given,
                    alarms=self.ALARMS,
                )
        assert [len(waiting_in(stack)) for stack in (one, other)] == [1, 0]

    @pytest.mark.parametrize("first", range(5))
    def test_a_queue_has_one_whatever_names_it(self, stack: TerraformStack, first: int) -> None:
        queue = SqsQueue(stack, "failures", name="failures")
        given: list[Any] = [
            queue,
            queue.arn,
            QUEUE,
            DataAwsSqsQueue(stack, "found", name="failures"),
            SqsDestination(QUEUE),
        ]
        for index, on_failure in enumerate([*given[first:], *given[:first]]):
            EventInvokeConfig(
                stack,
                f"async-{index}",
                function=f"orders-{index}",
                on_failure=on_failure,
                alarms=self.ALARMS,
            )
        assert len(waiting_in(stack)) == 1

    @pytest.mark.parametrize("named", ["ARN", "data source", "wrapped"])
    @pytest.mark.parametrize("is_last", [True, False])
    def test_a_queue_has_one_in_all_stacks(self, app: App, named: str, is_last: bool) -> None:
        queues, other = (stack_in(app, name) for name in ("queues", "other"))
        queue = SqsQueue(queues, "failures", name="failures")
        given: list[tuple[TerraformStack, Any]] = [(queues, queue), (other, queue.arn)]
        otherwise: dict[str, Callable[[], Any]] = {
            "ARN": lambda: QUEUE,
            "wrapped": lambda: SqsDestination(QUEUE),
            "data source": lambda: DataAwsSqsQueue(other, "found", name="failures"),
        }
        given.insert(2 if is_last else 0, (other, otherwise[named]()))
        for index, (stack, on_failure) in enumerate(given):
            EventInvokeConfig(
                stack,
                f"async-{index}",
                function=f"orders-{index}",
                on_failure=on_failure,
                alarms=self.ALARMS,
            )
        assert sum(len(waiting_in(stack)) for stack in (queues, other)) == 1

    def test_of_a_configuration_is_what_is_written(self, app: App) -> None:
        first, second = (stack_in(app, name) for name in ("first", "second"))
        configs = [
            EventInvokeConfig(
                stack, "async", function="orders", on_failure=QUEUE, alarms=self.ALARMS
            )
            for stack in (first, second)
        ]
        assert configs[1].alarms[-1].node.path.startswith("first/")
        app.node.try_remove_child("first")
        (name,) = waiting_in(second)
        assert configs[1].alarms[-1].node.path == f"second/{name}"
        third = EventInvokeConfig(
            second, "third", function="payments", on_failure=QUEUE, alarms=self.ALARMS
        )
        assert third.alarms[-1] is configs[1].alarms[-1]

    def test_each_environment_has_its_own(self, app: App) -> None:
        stacks = [stack_in(app, name) for name in ("staging", "production")]
        for stack in stacks:
            for index, queue in enumerate(
                [
                    SqsQueue(stack, "failures", name="failures"),
                    DataAwsSqsQueue(stack, "found", name="found"),
                ]
            ):
                EventInvokeConfig(
                    stack,
                    f"async-{index}",
                    function=f"orders-{index}",
                    on_failure=queue,
                    alarms=self.ALARMS,
                )
        assert [len(waiting_in(stack)) for stack in stacks] == [2, 2]

    def test_queues_of_one_name_in_two_accounts_have_one_each(self, app: App) -> None:
        stacks = [stack_in(app, name) for name in ("staging", "production")]
        for account, stack in zip(("111111111111", "222222222222"), stacks, strict=True):
            EventInvokeConfig(
                stack,
                "async",
                function="orders",
                on_failure=f"arn:aws:sqs:us-east-1:{account}:failures",
                alarms=self.ALARMS,
            )
        assert [len(waiting_in(stack)) for stack in stacks] == [1, 1]

    def test_another_queue_or_another_wish_has_its_own(self, stack: TerraformStack) -> None:
        for name, alarms, queue in (
            ("a", self.ALARMS, QUEUE),
            ("b", self.ALARMS, f"{QUEUE}-b"),
            ("c", LostEventAlarms(notify=f"{TOPIC}-c"), QUEUE),
            ("d", LostEventAlarms(notify=TOPIC, waiting_records=5), QUEUE),
            ("e", LostEventAlarms(notify=TOPIC, period=60), QUEUE),
        ):
            EventInvokeConfig(stack, name, function=name, on_failure=queue, alarms=alarms)
        waiting = waiting_in(stack)
        assert len(waiting) == len({each["alarm_name"] for each in waiting.values()}) == 5

    def test_a_further_configuration_leaves_its_address(self, app: App) -> None:
        addresses = []
        for functions in (["orders"], ["users", "orders"]):
            stack = stack_in(App(), "stack")
            for name in functions:
                EventInvokeConfig(stack, name, function=name, on_failure=QUEUE, alarms=self.ALARMS)
            addresses.append(set(waiting_in(stack)))
        assert addresses[0] == addresses[1]

    def test_one_that_was_removed_is_created_again(self, stack: TerraformStack) -> None:
        first = EventInvokeConfig(stack, "a", function="a", on_failure=QUEUE, alarms=self.ALARMS)
        assert stack.node.try_remove_child(first.alarms[-1].node.id)
        EventInvokeConfig(stack, "b", function="b", on_failure=QUEUE, alarms=self.ALARMS)
        assert len(waiting_in(stack)) == 1

    @pytest.mark.parametrize("others", [{}, {"delivery_failures": False, "event_age": None}])
    def test_a_stack_that_was_removed_leaves_it_to_the_next(
        self, app: App, others: dict[str, Any]
    ) -> None:
        shared = stack_in(app, "shared")
        queue, topic = SqsQueue(shared, "failures", name="failures"), SnsTopic(shared, "on-call")
        for name in ("z0", "z1", "z2"):
            EventInvokeConfig(
                stack_in(app, name),
                "async",
                function=name,
                on_failure=queue,
                alarms=LostEventAlarms(notify=topic, **others),
            )
        Aspects.of(app).add(tagged())
        app.node.try_remove_child("z0")
        documents = synthesized_app(app)
        assert [len(waiting_of(documents[name])) for name in ("z1", "z2")] == [1, 0]
        outputs = documents["shared"]["output"]
        (alarm,) = waiting_of(documents["z1"])
        for reference in (alarm["dimensions"]["QueueName"], alarm["alarm_actions"][0]):
            output = re.search(r"outputs\.(cross-stack-output-[\w.-]+arn)", reference)
            assert output is not None
            assert output[1] in outputs
        assert alarm["tags"] == {"team": "orders"}

    def test_a_stack_without_users_keeps_it_for_others(self, app: App) -> None:
        for name in ("z0", "z1"):
            EventInvokeConfig(
                stack_in(app, name), "async", function=name, on_failure=QUEUE, alarms=self.ALARMS
            )
        first = app.node.find_child("z0")
        first.node.try_remove_child("async")
        documents = synthesized_app(app)
        assert [len(waiting_of(documents[name])) for name in ("z0", "z1")] == [1, 0]

    @pytest.mark.parametrize("removed", ["a", "b"])
    def test_it_goes_with_the_last_configuration(self, stack: TerraformStack, removed: str) -> None:
        for name in ("a", "b"):
            EventInvokeConfig(stack, name, function=name, on_failure=QUEUE, alarms=self.ALARMS)
        stack.node.try_remove_child(removed)
        assert len(waiting_in(stack)) == 1
        stack.node.try_remove_child("a" if removed == "b" else "b")
        assert waiting_in(stack) == {}


def tagged() -> Any:
    """An aspect that tags each alarm."""

    @jsii.implements(IAspect)
    class Tagged:
        def visit(self, node: Any) -> None:
            if getattr(node, "terraform_resource_type", "") == ALARM:
                node.tags = {"team": "orders"}

    return Tagged()


def waiting_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The alarms for records that wait, in a stack's JSON."""
    alarms = document["resource"].get(ALARM, {}).values()
    return [each for each in alarms if each["namespace"] == "AWS/SQS"]


def waiting_in(stack: TerraformStack) -> dict[str, dict[str, Any]]:
    """The alarms for records that wait, by their logical id."""
    alarms = synthesized(stack).get("resource", {}).get(ALARM, {})
    return {id_: each for id_, each in alarms.items() if each["namespace"] == "AWS/SQS"}


class TestWhichAreMade:
    def made(self, stack: TerraformStack, alarms: LostEventAlarms, **arguments: Any) -> set[str]:
        config = EventInvokeConfig(stack, "async", function="orders", alarms=alarms, **arguments)
        metrics = set(alarms_of(stack))
        assert {each.metric_name_input for each in config.alarms} == metrics
        return metrics

    def test_without_destination(self, stack: TerraformStack) -> None:
        assert self.made(stack, LostEventAlarms()) == {"AsyncEventsDropped", "AsyncEventAge"}

    def test_with_a_destination_for_success_alone(self, stack: TerraformStack) -> None:
        assert self.made(stack, LostEventAlarms(), on_success=QUEUE) == {
            "DestinationDeliveryFailures",
            "AsyncEventsDropped",
            "AsyncEventAge",
        }

    def test_dropped_events_beside_a_destination_when_asked_for(
        self, stack: TerraformStack
    ) -> None:
        assert "AsyncEventsDropped" not in self.made(stack, LostEventAlarms(), on_failure=QUEUE)
        other = stack_in(App(), "other")
        asked = LostEventAlarms(dropped_events=True)
        assert "AsyncEventsDropped" in self.made(other, asked, on_failure=QUEUE)

    def test_none_where_all_are_switched_off(self, stack: TerraformStack) -> None:
        none = LostEventAlarms(
            delivery_failures=False, dropped_events=False, event_age=None, waiting_records=None
        )
        assert self.made(stack, none, on_failure=QUEUE) == set()

    @pytest.mark.parametrize("age", [None, "${var.age}"])
    def test_no_age_that_is_not_known(self, stack: TerraformStack, age: Any) -> None:
        made = self.made(stack, LostEventAlarms(), maximum_event_age_in_seconds=age)
        assert made == {"AsyncEventsDropped"}

    def test_by_default_and_each_of_its_own(self, stack: TerraformStack) -> None:
        EventInvokeDefaults(alarms=LostEventAlarms(event_age=None)).apply_to(stack)
        one = EventInvokeConfig(stack, "one", function="orders")
        two = EventInvokeConfig(stack, "two", function="payments")
        none = EventInvokeConfig(stack, "none", function="returns", alarms=None)
        assert [len(each.alarms) for each in (one, two, none)] == [1, 1, 0]
        names = {each["alarm_name"] for each in synthesized(stack)["resource"][ALARM].values()}
        assert len(names) == 2


def test_a_queue_of_another_account_is_not_watched(stack: TerraformStack) -> None:
    config = EventInvokeConfig(
        stack,
        "async",
        function="arn:aws:lambda:us-east-1:123456789012:function:orders",
        on_failure="arn:aws:sqs:us-east-1:999999999999:failures",
        alarms=LostEventAlarms(notify=TOPIC),
    )
    assert {each.node.id for each in config.alarms} == {"DeliveryFailures", "EventAge"}
    (warning,) = (str(each.data) for each in config.node.metadata if each.type == "@cdktf/warn")
    assert "the failure queue is in account 999999999999" in warning


def test_thresholds_and_period_are_as_asked_for(stack: TerraformStack) -> None:
    EventInvokeConfig(
        stack,
        "async",
        function="orders",
        on_failure=QUEUE,
        maximum_event_age_in_seconds=600,
        alarms=LostEventAlarms(event_age=0.5, waiting_records=10, period=60),
    )
    alarms = alarms_of(stack)
    assert alarms["AsyncEventAge"]["threshold"] == 300_000
    assert alarms["ApproximateNumberOfMessagesVisible"]["threshold"] == 10
    assert {each["period"] for each in alarms.values()} == {60}
    assert {each["treat_missing_data"] for each in alarms.values()} == {"notBreaching"}
    assert all("alarm_actions" not in each for each in alarms.values())


@pytest.mark.parametrize(
    ("queue", "name"),
    [
        (lambda stack: SqsQueue(stack, "it"), "${aws_sqs_queue.it.name}"),
        (lambda stack: SqsQueue(stack, "it").arn, "${aws_sqs_queue.it.name}"),
        (
            lambda stack: DataAwsSqsQueue(stack, "it", name="it"),
            "${data.aws_sqs_queue.it.name}",
        ),
        (lambda _: QUEUE, "failures"),
        (lambda _: "arn:aws:sqs:us-east-1:${var.account}:it", "it"),
        (lambda _: "${aws_sqs_queue.many[0].arn}", "${aws_sqs_queue.many[0].name}"),
        (
            lambda _: SqsDestination("${var.queue}"),
            '${regex("(?P<name>[^:]+)$", var.queue)["name"]}',
        ),
        (
            lambda stack: SqsDestination(
                TerraformVariable(stack, "queue", type="string").string_value
            ),
            '${regex("(?P<name>[^:]+)$", var.queue).name}',
        ),
    ],
)
def test_a_queue_is_watched_by_its_name(
    stack: TerraformStack, queue: Callable[[TerraformStack], Any], name: str
) -> None:
    EventInvokeConfig(
        stack, "async", function="orders", on_failure=queue(stack), alarms=LostEventAlarms()
    )
    alarm = alarms_of(stack)["ApproximateNumberOfMessagesVisible"]
    assert (alarm["namespace"], alarm["dimensions"]) == ("AWS/SQS", {"QueueName": name})


class TestWhomTheyNotify:
    @pytest.mark.parametrize(
        ("notify", "actions"),
        [
            (lambda stack: SnsTopic(stack, "it"), ["${aws_sns_topic.it.arn}"]),
            (
                lambda stack: [SnsTopic(stack, "it"), TOPIC],
                ["${aws_sns_topic.it.arn}", TOPIC],
            ),
            (
                lambda stack: (DataAwsSnsTopic(stack, "it", name="it"),),
                ["${data.aws_sns_topic.it.arn}"],
            ),
            (
                lambda stack: TerraformVariable(stack, "it", type="string").value,
                ["${var.it}"],
            ),
            (lambda _: "${var.it}", ["${var.it}"]),
        ],
    )
    def test_topics_and_arns(self, stack: TerraformStack, notify: Any, actions: list[str]) -> None:
        alarms = LostEventAlarms(notify=notify(stack))
        EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE, alarms=alarms)
        assert all(each["alarm_actions"] == actions for each in alarms_of(stack).values())

    def test_a_topic_in_another_region_is_warned_of(self, stack: TerraformStack) -> None:
        ireland = AwsProvider(stack, "ireland", alias="ireland", region="eu-west-1")
        topics: list[Any] = [
            SnsTopic(stack, "there", provider=ireland),
            TOPIC.replace("us-east-1", "ap-south-1"),
            TOPIC,
            "${var.topic}",
        ]
        config = EventInvokeConfig(
            stack, "async", function="orders", alarms=LostEventAlarms(notify=topics)
        )
        warnings = [str(each.data) for each in config.node.metadata if each.type == "@cdktf/warn"]
        assert len(warnings) == 2
        assert "notify is in eu-west-1, the alarms in us-east-1" in warnings[0]

    def test_many_topics_in_one_resource_are_refused(self, stack: TerraformStack) -> None:
        topic = SnsTopic(stack, "topic", count=2)
        with pytest.raises(EventInvokeConfigError, match=r"\$\{aws_sns_topic.topic\[0\].arn\}"):
            EventInvokeConfig(
                stack, "async", function="orders", alarms=LostEventAlarms(notify=topic)
            )

    @pytest.mark.parametrize(
        ("notify", "reason"),
        [
            (
                lambda stack: SnsTopic(stack, "topic").name,
                "the name of aws_sns_topic is not its ARN",
            ),
            (lambda stack: SqsQueue(stack, "queue").arn, "does not notify an aws_sqs_queue"),
        ],
        ids=["name of a topic", "queue"],
    )
    def test_a_token_of_something_else_is_refused(
        self, stack: TerraformStack, notify: Any, reason: str
    ) -> None:
        with pytest.raises(EventInvokeConfigError, match=reason):
            EventInvokeConfig(
                stack,
                "async",
                function="orders",
                maximum_retry_attempts=0,
                alarms=LostEventAlarms(notify=notify(stack)),
            )


class TestNames:
    def test_they_are_literal_and_stay_where_the_functions_name_is(self) -> None:
        def names() -> set[str]:
            stack = stack_in(App(), "stack")
            for qualifier in (None, "l" * 128):
                EventInvokeConfig(
                    stack,
                    f"async-{qualifier}",
                    function=function_in(stack, f"{'f' * 60}{len(qualifier or '')}"),
                    qualifier=qualifier,
                    alarms=LostEventAlarms(),
                )
            return {each["alarm_name"] for each in synthesized(stack)["resource"][ALARM].values()}

        found = names()
        assert len(found) == 4
        assert max(map(len, found)) <= 255
        assert not any("$" in each for each in found)
        assert names() == found

    def test_they_are_expressions_where_it_is_none(self, stack: TerraformStack) -> None:
        function = LambdaFunction(stack, "it", function_name="${var.name}", role="it")
        EventInvokeConfig(stack, "async", function=function, alarms=LostEventAlarms())
        name = alarms_of(stack)["AsyncEventAge"]["alarm_name"]
        assert name.startswith("${aws_lambda_function.it.function_name}-EventAge-")


def test_they_are_made_where_the_configuration_is(stack: TerraformStack) -> None:
    ireland = AwsProvider(stack, "ireland", alias="ireland", region="eu-west-1")
    where: dict[str, Any] = {"provider": ireland}
    if has_region_argument():
        where["region"] = "eu-west-3"
    EventInvokeConfig(stack, "async", function="orders", alarms=LostEventAlarms(), **where)
    for alarm in alarms_of(stack).values():
        assert alarm["provider"] == "aws.ireland"
        assert alarm.get("region") == where.get("region")


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("notify", "on-call"),
        ("notify", 7),
        ("notify", SnsTopic),
        ("notify", [f"{TOPIC}-{number}" for number in range(6)]),
        ("delivery_failures", "yes"),
        ("dropped_events", None),
        ("event_age", 0),
        ("event_age", 1.1),
        ("event_age", True),
        ("event_age", "0.8"),
        ("event_age", float("nan")),
        ("waiting_records", 0),
        ("waiting_records", 1.0),
        ("waiting_records", True),
        ("period", 30),
        ("period", timedelta(seconds=90)),
        ("period", timedelta(0)),
        ("period", timedelta(days=8)),
        ("period", timedelta(seconds=60.5)),
        ("period", "300"),
        ("period", 60.0),
        ("period", -60),
    ],
)
def test_what_cloudwatch_does_not_take_is_refused(argument: str, value: Any) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        LostEventAlarms(**{argument: value})
    (problem,) = refused.value.problems
    assert (problem.path, problem.argument) == ("LostEventAlarms", argument)


@pytest.mark.parametrize("period", [60, timedelta(minutes=1), timedelta(days=7)])
def test_periods_that_cloudwatch_takes(period: Any) -> None:
    assert LostEventAlarms(period=period).period == period


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        LostEventAlarms(notify="it", event_age=2, waiting_records=0, period=1)
    arguments = [each.argument for each in refused.value.problems]
    assert arguments == ["notify", "event_age", "waiting_records", "period"]


@pytest.mark.parametrize("alarms", [True, LostEventAlarms, TOPIC])
def test_what_are_no_alarms_is_refused(stack: TerraformStack, alarms: Any) -> None:
    for make in (
        lambda: EventInvokeDefaults(alarms=alarms),
        lambda: EventInvokeConfig(stack, "async", function="orders", alarms=alarms),
    ):
        with pytest.raises(EventInvokeConfigError) as refused:
            make()
        assert [each.argument for each in refused.value.problems] == ["alarms"]


def test_alarms_alone_are_no_configuration(stack: TerraformStack) -> None:
    with pytest.raises(EventInvokeConfigError, match="sets nothing"):
        EventInvokeConfig(
            stack,
            "async",
            function="orders",
            maximum_event_age_in_seconds=None,
            maximum_retry_attempts=None,
            alarms=LostEventAlarms(),
        )


def test_the_settings_show_users_their_arguments_alone() -> None:
    shown = {name for name in dir(LostEventAlarms) if not name.startswith("_")}
    assert shown == {each.name for each in fields(LostEventAlarms)}
