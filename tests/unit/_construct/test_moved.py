"""What was declared by hand is moved, and what cannot be moved is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig, EventInvokeConfigError
from tests.unit.conftest import CONFIG, POLICY, address, synthesized

if TYPE_CHECKING:
    from tests.framework import TerraformStack

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"


@pytest.fixture
def config(stack: TerraformStack) -> EventInvokeConfig:
    return EventInvokeConfig(stack, "async", function="orders", on_failure=QUEUE)


@pytest.mark.parametrize(
    "prefix", ["", "module.orders.", 'module.orders[0].module.m["a.b"].'], ids=["root", "m", "mm"]
)
@pytest.mark.parametrize("suffix", ["", "[0]", '["live"]'])
def test_configuration_and_policy_are_moved(
    stack: TerraformStack, config: EventInvokeConfig, prefix: str, suffix: str
) -> None:
    assert config.policy is not None
    config.move_from(f"{prefix}{CONFIG}.by-hand{suffix}", f"{prefix}{POLICY}.by_hand{suffix}")
    assert sorted(synthesized(stack)["moved"], key=str) == sorted(
        [
            {"from": f"{prefix}{CONFIG}.by-hand{suffix}", "to": address(config.resource)},
            {"from": f"{prefix}{POLICY}.by_hand{suffix}", "to": address(config.policy)},
        ],
        key=str,
    )


def test_calls_can_be_chained(stack: TerraformStack, config: EventInvokeConfig) -> None:
    assert config.move_from(f"{CONFIG}.orders") is config
    assert config.import_from() is config


def test_the_configuration_alone_may_be_moved(
    stack: TerraformStack, config: EventInvokeConfig
) -> None:
    config.move_from(f"{CONFIG}.orders")
    (moved,) = synthesized(stack)["moved"]
    assert moved["to"] == address(config.resource)


@pytest.mark.parametrize(
    ("given", "argument", "reason"),
    [
        (("orders",), "resource_address", "this is not the address"),
        (("",), "resource_address", "this is not the address"),
        ((f"{CONFIG}.orders.arn",), "resource_address", "this is not the address"),
        ((f"{CONFIG}.orders[x]",), "resource_address", "this is not the address"),
        ((7,), "resource_address", "this is not the address"),
        ((f"data.{CONFIG}.orders",), "resource_address", "this is not the address"),
        ((f"{POLICY}.orders",), "resource_address", f"this is an {POLICY}"),
        ((f"{CONFIG}.orders", f"{CONFIG}.orders"), "policy_address", f"this is an {CONFIG}"),
        (
            (f"{CONFIG}.orders", "aws_iam_role_policy_attachment.orders"),
            "policy_address",
            "cannot move an aws_iam_role_policy_attachment",
        ),
    ],
)
def test_what_cannot_be_moved_is_refused(
    stack: TerraformStack,
    config: EventInvokeConfig,
    given: tuple[Any, ...],
    argument: str,
    reason: str,
) -> None:
    with pytest.raises(EventInvokeConfigError) as refused:
        config.move_from(*given)
    (problem,) = refused.value.problems
    assert (problem.path, problem.argument) == ("stack/async", argument)
    assert reason in problem.reason
    assert "moved" not in synthesized(stack)


def test_its_own_address_is_no_move(config: EventInvokeConfig) -> None:
    with pytest.raises(EventInvokeConfigError, match="is already"):
        config.move_from(address(config.resource))


def test_a_configuration_adopts_once(config: EventInvokeConfig) -> None:
    config.move_from(f"{CONFIG}.orders")
    with pytest.raises(EventInvokeConfigError) as refused:
        config.move_from(f"{CONFIG}.payments")
    assert str(refused.value) == (
        f"stack/async: resource_address='{CONFIG}.payments': this configuration already moves a resource; "
        "call move_from once, with the address that is in the state"
    )


def test_a_policy_that_is_not_made_adopts_nothing(stack: TerraformStack) -> None:
    config = EventInvokeConfig(stack, "limits", function="orders")
    with pytest.raises(EventInvokeConfigError, match="creates no policy"):
        config.move_from(f"{CONFIG}.orders", f"{POLICY}.orders")


def test_of_a_shared_policy_the_first_one_is_moved(stack: TerraformStack) -> None:
    for qualifier in ("live", "canary"):
        EventInvokeConfig(
            stack, qualifier, function="orders", qualifier=qualifier, on_failure=QUEUE
        ).move_from(f"{CONFIG}.{qualifier}", f"{POLICY}.{qualifier}")
    moved = [each["from"] for each in synthesized(stack)["moved"]]
    assert sorted(moved) == [f"{POLICY}.live", f"{CONFIG}.canary", f"{CONFIG}.live"]
