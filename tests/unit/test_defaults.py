"""Defaults for a scope: the nearest takes precedence, argument by argument, and given arguments over all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from constructs import Construct

from constructs_eic import (
    EventInvokeConfig,
    EventInvokeConfigError,
    EventInvokeDefaults,
    SqsDestination,
)
from tests.framework import SqsQueue
from tests.unit.conftest import config_of, function_in, stack_in, synthesized

if TYPE_CHECKING:
    from tests.framework import App, TerraformStack

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"
TOPIC = "arn:aws:sns:us-east-1:123456789012:results"


def test_defaults_supply_what_is_left_out(stack: TerraformStack) -> None:
    EventInvokeDefaults(
        on_failure=QUEUE,
        on_success=TOPIC,
        maximum_event_age_in_seconds=timedelta(hours=1),
        maximum_retry_attempts=0,
    ).apply_to(stack)
    EventInvokeConfig(stack, "async", function="orders", role="it")
    config = config_of(stack)
    assert config["destination_config"] == {
        "on_failure": {"destination": QUEUE},
        "on_success": {"destination": TOPIC},
    }
    assert (config["maximum_event_age_in_seconds"], config["maximum_retry_attempts"]) == (3600, 0)


def test_what_is_given_wins_an_explicit_none_included(stack: TerraformStack) -> None:
    EventInvokeDefaults(on_failure=QUEUE, on_success=TOPIC, maximum_retry_attempts=0).apply_to(
        stack
    )
    EventInvokeConfig(
        stack,
        "async",
        function="orders",
        role="it",
        on_success=None,
        maximum_event_age_in_seconds=None,
        maximum_retry_attempts=1,
    )
    config = config_of(stack)
    assert config["destination_config"] == {"on_failure": {"destination": QUEUE}}
    assert config["maximum_retry_attempts"] == 1
    assert "maximum_event_age_in_seconds" not in config


def test_the_nearest_scope_wins_argument_by_argument(app: App, stack: TerraformStack) -> None:
    team = Construct(stack, "team")
    EventInvokeDefaults(maximum_retry_attempts=0, maximum_event_age_in_seconds=60).apply_to(app)
    EventInvokeDefaults(maximum_retry_attempts=1).apply_to(stack)
    EventInvokeDefaults(on_failure=QUEUE).apply_to(team)
    EventInvokeConfig(Construct(team, "service"), "async", function="orders", role="it")
    config = config_of(stack)
    assert config["maximum_retry_attempts"] == 1
    assert config["maximum_event_age_in_seconds"] == 60
    assert config["destination_config"] == {"on_failure": {"destination": QUEUE}}


def test_none_as_a_default_leaves_out(stack: TerraformStack) -> None:
    EventInvokeDefaults(maximum_event_age_in_seconds=None).apply_to(stack)
    EventInvokeConfig(stack, "async", function="orders")
    assert "maximum_event_age_in_seconds" not in config_of(stack)


def test_defaults_stay_below_their_scope(stack: TerraformStack) -> None:
    EventInvokeDefaults(maximum_retry_attempts=0).apply_to(Construct(stack, "team"))
    EventInvokeConfig(stack, "async", function="orders")
    assert config_of(stack)["maximum_retry_attempts"] == 2


def test_each_configuration_gets_a_queue_of_its_own(stack: TerraformStack) -> None:
    EventInvokeDefaults(on_failure=SqsDestination()).apply_to(stack)
    paths = []
    for name in ("orders", "payments"):
        config = EventInvokeConfig(stack, f"{name}-async", function=function_in(stack, name))
        assert isinstance(config.on_failure, SqsDestination)
        paths.append(config.on_failure.queue.node.path)
    assert paths == [
        "stack/orders-async/OnFailure/Queue",
        "stack/payments-async/OnFailure/Queue",
    ]


def test_a_given_queue_is_one_for_all(stack: TerraformStack) -> None:
    EventInvokeDefaults(on_failure=SqsQueue(stack, "failures")).apply_to(stack)
    for name in ("orders", "payments"):
        EventInvokeConfig(stack, f"{name}-async", function=function_in(stack, name))
    assert len(synthesized(stack)["resource"]["aws_sqs_queue"]) == 1


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"maximum_retry_attempts": 3}, "maximum_retry_attempts"),
        ({"maximum_event_age_in_seconds": 59}, "maximum_event_age_in_seconds"),
        ({"on_failure": f"{QUEUE}.fifo"}, "on_failure"),
        ({"on_failure": "failures"}, "on_failure"),
        ({"on_success": "arn:aws:s3:::archive"}, "on_success"),
        ({"on_success": 7}, "on_success"),
        ({"on_failure": SqsDestination(encryption_key="alias/it")}, "encryption_key"),
    ],
)
def test_defaults_are_checked_when_they_are_built(arguments: dict[str, Any], argument: str) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        EventInvokeDefaults(**arguments)
    (problem,) = refused.value.problems
    assert (problem.path, problem.argument) == ("EventInvokeDefaults", argument)


def test_a_fifo_queue_as_a_default_is_told_when_it_is_built(stack: TerraformStack) -> None:
    with pytest.raises(EventInvokeConfigError, match="EventInvokeDefaults: on_failure"):
        EventInvokeDefaults(on_failure=SqsQueue(stack, "failures", fifo_queue=True))


def test_a_default_that_fits_no_configuration_is_told_there(stack: TerraformStack) -> None:
    EventInvokeDefaults(on_failure="${var.failures}").apply_to(stack)
    with pytest.raises(EventInvokeConfigError, match="stack/async: on_failure"):
        EventInvokeConfig(stack, "async", function="orders")


def test_a_configuration_made_before_would_miss_the_defaults(stack: TerraformStack) -> None:
    EventInvokeConfig(Construct(stack, "team"), "async", function="orders")
    with pytest.raises(EventInvokeConfigError, match="stack/team/async was created before"):
        EventInvokeDefaults(maximum_retry_attempts=0).apply_to(stack)


def test_a_configuration_that_was_removed_misses_nothing(app: App, stack: TerraformStack) -> None:
    elsewhere = stack_in(app, "elsewhere")
    EventInvokeConfig(elsewhere, "async", function="orders")
    EventInvokeConfig(stack, "async", function="orders")
    assert stack.node.try_remove_child("async")
    EventInvokeDefaults(maximum_retry_attempts=0).apply_to(stack)


def test_a_scope_has_defaults_once(stack: TerraformStack) -> None:
    EventInvokeDefaults(maximum_retry_attempts=0).apply_to(stack)
    with pytest.raises(EventInvokeConfigError, match="already has defaults"):
        EventInvokeDefaults(on_failure=QUEUE).apply_to(stack)
