"""How large the messages of a created queue may be: as large as the provider accepts that the stack requires."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import EventInvokeConfig, SqsDestination
from constructs_eic._bindings.making import has_region_argument
from tests.framework import App, AwsProvider, TerraformStack
from tests.round_trips import round_trips
from tests.unit.conftest import function_in, whole

if TYPE_CHECKING:
    from pathlib import Path

LARGE = 1024 * 1024
OF_BINDINGS = LARGE if has_region_argument() else None
VERSION = "terraform.required_providers.aws.version"


def stack_with_provider() -> TerraformStack:
    stack = TerraformStack(App(), "stack")
    AwsProvider(stack, "aws", region="eu-west-1")
    return stack


def sizes(stack: TerraformStack) -> list[int | None]:
    queues = whole(stack)["resource"]["aws_sqs_queue"].values()
    return [each.get("max_message_size") for each in queues]


def configure(stack: TerraformStack, id_: str = "async") -> SqsDestination:
    destination = SqsDestination()
    EventInvokeConfig(stack, id_, function=id_, on_failure=destination)
    return destination


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (VERSION, "5.100.0"),
        ("terraform.required_providers.aws", {"source": "hashicorp/aws", "version": "~> 5.0"}),
        ("terraform.required_providers", {"aws": {"version": ">= 5, < 6.8"}}),
        ("terraform", {"required_providers": {"aws": {"version": "6.7.0"}}}),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_older_provider_gets_its_default(path: str, value: Any, when: str) -> None:
    stack = stack_with_provider()
    if when == "before":
        stack.add_override(path, value)
    configure(stack)
    if when == "after":
        stack.add_override(path, value)
    assert sizes(stack) == [None]


@pytest.mark.parametrize("version", ["6.8.0", "~> 6.0", ">= 5.0"])
def test_a_newer_provider_takes_large_messages(version: str) -> None:
    stack = stack_with_provider()
    configure(stack)
    stack.add_override(VERSION, version)
    assert sizes(stack) == [LARGE]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("terraform.required_version", ">= 1.5"),
        ("terraform.required_providers.random.version", "3.0.0"),
        (VERSION, "${var.version}"),
        ("terraform.required_providers.aws", "anything"),
    ],
)
def test_another_override_changes_nothing(path: str, value: Any) -> None:
    stack = stack_with_provider()
    configure(stack)
    stack.add_override(path, value)
    assert sizes(stack) == [OF_BINDINGS]


def test_the_last_version_counts() -> None:
    stack = stack_with_provider()
    configure(stack)
    stack.add_override(VERSION, "5.100.0")
    assert sizes(stack) == [None]
    stack.add_override("terraform.required_providers", {"aws": {"version": "6.30.0"}})
    assert sizes(stack) == [LARGE]


def test_what_the_app_sets_stays() -> None:
    stack = stack_with_provider()
    configure(stack, "one").queue.max_message_size = 2048
    configure(stack, "two")
    stack.add_override(VERSION, "5.100.0")
    assert sizes(stack) == [2048, None]


def test_each_stack_has_its_own_version() -> None:
    app = App()
    stacks = [TerraformStack(app, name) for name in ("old", "new")]
    for stack, version in zip(stacks, ("5.100.0", "6.30.0"), strict=True):
        AwsProvider(stack, "aws", region="eu-west-1")
        configure(stack)
        stack.add_override(VERSION, version)
    assert [sizes(stack) for stack in stacks] == [[None], [LARGE]]


def test_a_queue_that_was_removed_is_left_alone() -> None:
    stack = stack_with_provider()
    configure(stack, "removed")
    configure(stack, "kept")
    stack.node.try_remove_child("removed")
    stack.add_override(VERSION, "5.100.0")
    assert sizes(stack) == [None]


def test_no_configuration_asks_for_the_version() -> None:
    """The version is remembered where the app sets it, and that of the bindings is read once."""
    stack = stack_with_provider()
    function_in(stack, "orders")
    configure(stack, "first")
    stack.add_override(VERSION, "5.100.0")
    with round_trips() as trips:
        configure(stack, "second")
    assert not [each for each in trips if "toTerraform" in each and "TerraformStack" in each]
    assert not [each for each in trips if "terraformGeneratorMetadata" in each]


BEFORE_THE_PACKAGE = """
from tests.framework import App, AwsProvider, TerraformStack

stack = TerraformStack(App(), "stack")
AwsProvider(stack, "aws", region="eu-west-1")
stack.add_override("terraform.required_providers.aws.version", "5.100.0")

from constructs_eic import EventInvokeConfig, SqsDestination
from tests.unit.conftest import whole

EventInvokeConfig(stack, "async", function="orders", on_failure=SqsDestination())
(queue,) = whole(stack)["resource"]["aws_sqs_queue"].values()
assert "max_message_size" not in queue, queue
"""


def test_an_override_from_before_the_package_was_imported_counts(tmp_path: Path) -> None:
    app = tmp_path / "main.py"
    app.write_text(BEFORE_THE_PACKAGE, "utf-8")
    command = [sys.executable, "-m", "constructs_eic.faststart", str(app)]
    used = subprocess.run(command, capture_output=True, text=True, check=False)
    assert used.returncode == 0, used.stderr
