"""`count=` and `for_each=`: everything in the configuration has them, and each instance refers to its own."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import (
    EventBridgeDestination,
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeConfigLookup,
    LambdaDestination,
    LostEventAlarms,
    S3Destination,
    SnsDestination,
    SqsDestination,
)
from constructs_eic.testing import assert_no_findings
from tests.framework import (
    IamRolePoliciesExclusive,
    SqsQueue,
    TerraformCount,
    TerraformIterator,
    TerraformVariable,
    Token,
)
from tests.unit.conftest import CONFIG, POLICY, config_of, function_in, only, synthesized, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs_eic import Problem
    from tests.framework import TerraformStack

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
NEXT = "arn:aws:lambda:us-east-1:123456789012:function:next"
TOPIC = "arn:aws:sns:us-east-1:123456789012:on-call"

KINDS: dict[str, tuple[Callable[[TerraformStack], Any], str, str]] = {
    "count": (lambda _: {"count": 2}, "${count.index}", "[count.index]"),
    "TerraformCount": (
        lambda _: {"count": TerraformCount.of(2)},
        "${count.index}",
        "[count.index]",
    ),
    "count of a variable": (
        lambda stack: {"count": TerraformVariable(stack, "n", type="number").number_value},
        "${count.index}",
        "[count.index]",
    ),
    "list": (
        lambda _: {"for_each": TerraformIterator.from_list(["a", "b"])},
        "${each.key}",
        "[each.key]",
    ),
    "map": (
        lambda _: {"for_each": TerraformIterator.from_map({"a": {"x": "1"}, "b": {"x": "2"}})},
        "${each.key}",
        "[each.key]",
    ),
    "resources": (
        lambda stack: {
            "for_each": TerraformIterator.from_resources(
                SqsQueue(stack, "all", for_each=TerraformIterator.from_list(["a"]))
            )
        },
        "${each.key}",
        "[each.key]",
    ),
}


def blocks(stack: TerraformStack) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each resource and data source of the configuration, with its address."""
    document = synthesized(stack)
    for kind, prefix in (("resource", ""), ("data", "data.")):
        for type_, named in document.get(kind, {}).items():
            for name, arguments in named.items():
                if name.startswith(("async_", "WaitingRecords")):
                    yield f"{prefix}{type_}.{name}", arguments


def problems_of(stack: TerraformStack, **arguments: Any) -> tuple[Problem, ...]:
    given = {"function": "orders", **arguments}
    with pytest.raises(EventInvokeConfigError) as raised:
        EventInvokeConfig(stack, "async", **given)
    return raised.value.problems


DESTINATIONS: dict[str, Callable[[], dict[str, Any]]] = {
    "queue": lambda: {"on_failure": SqsDestination()},
    "topic": lambda: {"on_failure": SnsDestination()},
    "bus": lambda: {"on_success": EventBridgeDestination()},
    "response": lambda: {"on_success": LambdaDestination(NEXT, response_only=True)},
    "all": lambda: {
        "on_failure": SqsDestination(),
        "on_success": LambdaDestination(NEXT, response_only=True),
        "alarms": LostEventAlarms(notify=TOPIC),
    },
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("destinations", DESTINATIONS)
def test_each_instance_refers_to_its_own(
    stack: TerraformStack, kind: str, destinations: str
) -> None:
    arguments, key, index = KINDS[kind]
    EventInvokeConfig(
        stack,
        "async",
        function=f"orders-{key}",
        **DESTINATIONS[destinations](),
        **arguments(stack),
    )
    found = dict(blocks(stack))
    assert len(found) >= 3
    for address, block in found.items():
        assert ("count" if "count" in key else "for_each") in block, address
        awaited = block.pop("depends_on", [])
        assert all("[" not in each for each in awaited)
        references = re.findall(r"(?:data\.)?aws_\w+\.async_\w+(?:\[[^\]]*\])?", json.dumps(block))
        assert all(each.endswith(index) for each in references), (address, references)
    text = json.dumps(list(found.values()))
    assert index in text
    assert_no_findings(stack)


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_different(stack: TerraformStack, kind: str) -> None:
    arguments, key, _ = KINDS[kind]
    EventInvokeConfig(
        stack,
        "async",
        function="orders",
        qualifier=f"live-{key}",
        on_failure=SqsDestination(),
        alarms=LostEventAlarms(notify=TOPIC),
        **arguments(stack),
    )
    own = key if "count" in key else "${substr(sha256(each.key), 0, 8)}"
    assert re.fullmatch(r"orders-failure-\w{8}-" + re.escape(own), queue_name(stack))
    alarms = [block for address, block in blocks(stack) if "metric_alarm" in address]
    assert len(alarms) == 3
    for alarm in alarms:
        name = alarm["alarm_name"]
        assert own in name or "[each.key]" in name or "[count.index]" in name


def queue_name(stack: TerraformStack) -> str:
    (queue,) = (block for address, block in blocks(stack) if address.startswith("aws_sqs_queue."))
    return str(queue["name"])


def test_a_long_name_still_fits(stack: TerraformStack) -> None:
    EventInvokeConfig(
        stack,
        "async",
        function="f" * 64,
        qualifier="${count.index}",
        on_failure=SqsDestination(),
        count=2,
    )
    assert len(queue_name(stack).replace("${count.index}", "12345678")) == 80


def test_an_alarm_on_a_queue_that_all_share_is_one(stack: TerraformStack) -> None:
    names = TerraformIterator.from_list(["a", "b"])
    EventInvokeConfig(
        stack,
        "async",
        function="${each.value}",
        on_failure=QUEUE,
        alarms=LostEventAlarms(notify=TOPIC, delivery_failures=False, event_age=None),
        for_each=names,
    )
    assert "for_each" not in only(stack, "aws_cloudwatch_metric_alarm")


def test_an_alarm_on_a_shared_queue_with_a_topic_for_each(stack: TerraformStack) -> None:
    topics = TerraformIterator.from_map({"a": {"topic": TOPIC}})
    EventInvokeConfig(
        stack,
        "async",
        function="${each.key}",
        on_failure=QUEUE,
        alarms=LostEventAlarms(
            notify=topics.get_string("topic"), delivery_failures=False, event_age=None
        ),
        for_each=topics,
    )
    alarm = only(stack, "aws_cloudwatch_metric_alarm")
    assert "for_each" in alarm
    assert "each.key" in alarm["alarm_name"]


def test_values_of_the_iterator_are_accepted_everywhere(stack: TerraformStack) -> None:
    each = TerraformIterator.from_map({"a": {"name": "orders"}})
    EventInvokeConfig(
        stack,
        "async",
        function=each.get_string("name"),
        qualifier=each.get_string("alias"),
        on_failure=SqsDestination(each.get_string("queue"), encryption_key=each.get_string("key")),
        on_success=SnsDestination(each.get_string("topic")),
        maximum_event_age_in_seconds=each.get_number("age"),
        maximum_retry_attempts=each.get_number("retries"),
        role=each.get_string("role"),
        alarms=LostEventAlarms(notify=each.get_string("on_call")),
        for_each=each,
    )
    config = config_of(stack)
    assert config["qualifier"] == "${each.value.alias}"
    assert config["maximum_event_age_in_seconds"] == "${each.value.age}"
    assert config["destination_config"]["on_failure"]["destination"] == "${each.value.queue}"
    assert only(stack, POLICY)["role"] == "${basename(each.value.role)}"


def test_the_index_is_accepted(stack: TerraformStack) -> None:
    count = TerraformCount.of(2)
    EventInvokeConfig(
        stack,
        "async",
        function=f"orders-{Token.as_string(count.index)}",
        maximum_retry_attempts=count.index,
        count=count,
    )
    config = config_of(stack)
    assert (config["function_name"], config["maximum_retry_attempts"], config["count"]) == (
        "orders-${count.index}",
        "${count.index}",
        2,
    )


VALUES: dict[str, Callable[[str, float], dict[str, Any]]] = {
    "function": lambda text, _: {"function": text},
    "qualifier": lambda text, _: {"qualifier": text},
    "on_failure": lambda text, _: {"on_failure": SqsDestination(text)},
    "on_success": lambda text, _: {"on_success": EventBridgeDestination(text)},
    "maximum_event_age_in_seconds": lambda _, number: {"maximum_event_age_in_seconds": number},
    "maximum_retry_attempts": lambda _, number: {"maximum_retry_attempts": number},
    "alarms": lambda text, _: {"alarms": LostEventAlarms(notify=[TOPIC, text])},
    "role": lambda text, _: {"role": text},
}


@pytest.mark.parametrize("argument", VALUES)
def test_a_value_without_its_iterator_is_a_problem(stack: TerraformStack, argument: str) -> None:
    each = TerraformIterator.from_map({"a": {"x": "y"}})
    given = VALUES[argument](each.get_string("x"), each.get_number("x"))
    (problem,) = problems_of(stack, **given)
    assert problem.argument == argument
    assert "each.value" in problem.reason
    assert "for_each=" in problem.fix


@pytest.mark.parametrize("argument", VALUES)
def test_an_index_without_its_count_is_a_problem(stack: TerraformStack, argument: str) -> None:
    index = TerraformCount.of(2).index
    given = VALUES[argument](Token.as_string(index), index)
    (problem,) = problems_of(stack, **given, for_each=TerraformIterator.from_list(["a"]))
    assert problem.argument == argument
    assert "count.index" in problem.reason
    assert "count=" in problem.fix


@pytest.mark.parametrize(
    "given",
    [
        lambda value: {"on_failure": SqsDestination(QUEUE, encryption_key=value)},
        lambda value: {"on_failure": S3Destination("arn:aws:s3:::b", bucket_account=value)},
        lambda value: {"on_success": f"arn:aws:sqs:us-east-1:123456789012:{value}"},
        lambda value: {"function": f"arn:aws:lambda:us-east-1:123456789012:function:{value}"},
        lambda value: {"function": f"orders:{value}"},
    ],
)
def test_a_value_in_text_without_its_iterator_is_a_problem(
    stack: TerraformStack, given: Callable[[str], dict[str, Any]]
) -> None:
    each = TerraformIterator.from_list(["a"])
    (problem,) = problems_of(stack, **given(Token.as_string(each.value)))
    assert "each.value" in problem.reason


def test_a_lookup_has_no_instances(stack: TerraformStack) -> None:
    each = TerraformIterator.from_list(["a"])
    with pytest.raises(EventInvokeConfigError, match=r"each\.value"):
        EventInvokeConfigLookup(stack, "existing", function=Token.as_string(each.value))


@pytest.mark.parametrize("count", [True, -1, 1.5, "2", [1]])
def test_what_is_no_count_is_a_problem(stack: TerraformStack, count: Any) -> None:
    (problem,) = problems_of(stack, count=count)
    assert (problem.argument, "whole number" in problem.reason) == ("count", True)


@pytest.mark.parametrize("for_each", [["a"], {"a": "b"}, "a", 2, TerraformCount])
def test_what_is_no_iterator_is_a_problem(stack: TerraformStack, for_each: Any) -> None:
    (problem,) = problems_of(stack, for_each=for_each)
    assert problem.argument == "for_each"


def test_both_are_a_problem(stack: TerraformStack) -> None:
    (problem,) = problems_of(stack, count=1, for_each=TerraformIterator.from_list(["a"]))
    assert "leave one out" in problem.fix


@pytest.mark.parametrize("count", [2, 2.0, TerraformCount.of(3)])
def test_several_configurations_of_one_target_are_a_problem(
    stack: TerraformStack, count: Any
) -> None:
    (problem,) = problems_of(stack, count=count)
    assert problem.argument == "count"
    assert "count.index" in problem.fix


@pytest.mark.parametrize(
    "for_each",
    [
        TerraformIterator.from_list(["a", "b"]),
        TerraformIterator.from_map({"a": {"x": [1]}, "b": {"x": [2]}}),
        TerraformIterator.from_list(Token.as_list("${var.names}")),
    ],
    ids=["list", "map", "variable"],
)
def test_several_elements_for_one_target_are_a_problem(
    stack: TerraformStack, for_each: Any
) -> None:
    (problem,) = problems_of(stack, for_each=for_each)
    assert problem.argument == "for_each"
    assert "one function and qualifier" in problem.reason


@pytest.mark.parametrize(
    "for_each",
    [
        TerraformIterator.from_list(["a"]),
        TerraformIterator.from_list([]),
        TerraformIterator.from_map({"a": {"x": "1", "y": "2"}}),
        TerraformIterator.from_list(Token.as_list('${var.enabled ? ["a"] : []}')),
    ],
    ids=["list", "empty", "map", "conditional"],
)
def test_one_element_at_most_is_for_one_target(stack: TerraformStack, for_each: Any) -> None:
    EventInvokeConfig(
        stack, "async", function="orders", maximum_retry_attempts=0, for_each=for_each
    )


def test_each_value_is_no_second_problem_beside_both(stack: TerraformStack) -> None:
    names = TerraformIterator.from_list(["a", "b"])
    for count in (1, 2):
        given = {"function": Token.as_string(names.value), "count": count, "for_each": names}
        (problem,) = problems_of(stack, **given)
        assert problem.argument == "count"
    (problem,) = problems_of(stack, count=2, for_each=names)
    assert problem.argument == "count"


@pytest.mark.parametrize("count", [0, 1, Token.as_number("${var.enabled ? 1 : 0}")])
def test_a_configuration_can_be_conditional(stack: TerraformStack, count: Any) -> None:
    EventInvokeConfig(stack, "async", function="orders", count=count)
    assert "count" in config_of(stack)


def test_values_of_two_iterators_are_two_functions(stack: TerraformStack) -> None:
    for number in "12":
        each = TerraformIterator.from_list([f"orders-{number}"])
        EventInvokeConfig(
            stack, f"async-{number}", function=Token.as_string(each.value), for_each=each
        )
    assert all("depends_on" not in each for each in synthesized(stack)["resource"][CONFIG].values())


def test_values_of_one_iterator_are_one_function(stack: TerraformStack) -> None:
    each = TerraformIterator.from_list(["orders"])
    EventInvokeConfig(stack, "first", function=Token.as_string(each.value), for_each=each)
    with pytest.raises(EventInvokeConfigError, match="stack/first already configures"):
        EventInvokeConfig(stack, "second", function=Token.as_string(each.value), for_each=each)


def test_configurations_of_one_function_still_wait_for_each_other(stack: TerraformStack) -> None:
    function = function_in(stack, "orders")
    each = TerraformIterator.from_list(["blue", "green"])
    first = EventInvokeConfig(
        stack, "async", function=function, qualifier=Token.as_string(each.value), for_each=each
    )
    latest = EventInvokeConfig(stack, "latest", function=function).resource.friendly_unique_id
    waiting = synthesized(stack)["resource"][CONFIG][latest]["depends_on"]
    assert waiting == [f"{CONFIG}.{first.resource.friendly_unique_id}"]


def test_one_queue_is_not_for_configurations_of_other_instances(stack: TerraformStack) -> None:
    shared = SqsDestination()
    EventInvokeConfig(
        stack,
        "first",
        function="${each.value}",
        on_failure=shared,
        for_each=TerraformIterator.from_list(["a"]),
    )
    (problem,) = problems_of(stack, on_failure=shared)
    assert "count or for_each" in problem.reason


def test_one_queue_is_for_configurations_of_the_same_instances(stack: TerraformStack) -> None:
    shared = SqsDestination()
    each = TerraformIterator.from_list(["a"])
    for alias in ("blue", "green"):
        EventInvokeConfig(
            stack,
            alias,
            function="${each.value}",
            qualifier=alias,
            on_failure=shared,
            for_each=each,
        )
    (queue,) = synthesized(stack)["resource"]["aws_sqs_queue"]
    for config in synthesized(stack)["resource"][CONFIG].values():
        arn = config["destination_config"]["on_failure"]["destination"]
        assert arn == f"${{aws_sqs_queue.{queue}[each.key].arn}}"


@pytest.mark.parametrize(
    ("instances", "index"),
    [
        ({"count": TerraformCount.of(2)}, "count.index"),
        ({"for_each": TerraformIterator.from_list(["a"])}, "each.key"),
    ],
)
@pytest.mark.parametrize("attribute", ["arn", "function_name"])
def test_one_instance_of_a_function_has_its_own_role(
    stack: TerraformStack, instances: dict[str, Any], index: str, attribute: str
) -> None:
    function_in(stack, "all", role=f"${{aws_iam_role.all[{index}].arn}}", **instances)
    EventInvokeConfig(
        stack,
        "async",
        function=f"${{aws_lambda_function.all[{index}].{attribute}}}",
        on_failure=QUEUE,
        **instances,
    )
    assert "data" not in synthesized(stack)
    assert only(stack, POLICY)["role"] == f"${{basename(aws_lambda_function.all[{index}].role)}}"
    assert config_of(stack)["function_name"] == f"${{aws_lambda_function.all[{index}].{attribute}}}"


def test_instances_of_a_function_share_its_role(stack: TerraformStack) -> None:
    function_in(stack, "all", count=2)
    EventInvokeConfig(
        stack, "async", function="${aws_lambda_function.all[0].arn}", on_failure=SqsDestination()
    )
    assert only(stack, POLICY)["role"] == "${aws_iam_role.all-role.name}"
    assert_no_findings(stack)


def test_the_whole_function_is_a_problem_that_names_the_own_instance(
    stack: TerraformStack,
) -> None:
    each = TerraformIterator.from_list(["a"])
    function = function_in(stack, "all", for_each=each)
    (problem,) = problems_of(stack, function=function, for_each=each)
    assert "'${aws_lambda_function.all[each.key].arn}'" in problem.fix


def test_existing_instances_are_imported_one_by_one(stack: TerraformStack) -> None:
    each = TerraformIterator.from_list(["a"])
    config = EventInvokeConfig(stack, "async", function="${each.value}", for_each=each)
    with pytest.raises(EventInvokeConfigError, match="terraform import"):
        config.import_from("a")


@pytest.mark.parametrize("index", ['["a"]', ".*"])
def test_a_role_with_exclusive_policies_can_list_an_instance(
    stack: TerraformStack, index: str
) -> None:
    each = TerraformIterator.from_list(["a"])
    config = EventInvokeConfig(
        stack, "async", function="${each.value}", role="shop", on_failure=QUEUE, for_each=each
    )
    assert config.policy is not None
    name = f"${{{POLICY}.{config.policy.friendly_unique_id}{index}.name}}"
    IamRolePoliciesExclusive(stack, "exclusive", role_name="shop", policy_names=[name])
    validate(stack)


def test_attributes(stack: TerraformStack) -> None:
    each = TerraformIterator.from_list(["a"])
    config = EventInvokeConfig(
        stack,
        "async",
        function="${each.value}",
        qualifier="live",
        on_failure=SqsDestination(),
        for_each=each,
    )
    assert (config.function_name, config.qualifier) == (
        '${regex("^(?P<function>(?:.+:function:)?(?P<name>[^:]+))(?::(?P<qualifier>.+))?$", each.value)["name"]}',
        "live",
    )
    assert config.policy is not None
    assert isinstance(config.on_failure, SqsDestination)
