"""No argument that takes a list accepts a string: Python would take it as a list of its characters."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic import ArnShape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.framework import TerraformStack

PACKAGES = (
    "constructs_eic",
    *(f"constructs_eic.{name}" for name in ("checks", "records", "testing")),
)
TAKES_A_LIST = re.compile(
    r"(?<!Mapping\[str, )\b(Sequence|Collection|Iterable|list|tuple|set|frozenset)\["
)
# A string is one of the things that these stand for: a path, a topic's ARN.
TAKES_A_STRING = re.compile(r"(^|\| *)(str|Checkable|TopicLike)\b")
# What the package itself creates, and hands to its users.
RESULTS = {
    "Expression",
    "EventMap",
    "Node",
    "RedriveResult",
    "EventInvokeConfigError",
    "Configuration",
    "Redriven",
    "RedriverResult",
}
# What each of these needs beside the argument that is tried.
NEEDED: dict[str, dict[str, Any]] = {
    "DestinationConfig": {"arn": "arn:aws:sqs:eu-west-1:123456789012:q"},
    "DestinationKind": {
        "title": "SQS queue",
        "arn_shape": ArnShape("sqs"),
        "resource_types": {"aws_sqs_queue": ("arn",)},
        "actions": (("sqs:SendMessage", ""),),
    },
    "EventInvokeConfig": {"id": "async", "function": "orders", "on_failure": None},
    "Redriver": {"id": "redriver", "source": "arn:aws:sqs:eu-west-1:123456789012:q"},
    "Statement": {"actions": ("sqs:SendMessage",), "resources": ("*",)},
    "check": {"source": {}},
    "event_map": {"source": {}},
    "records_policy": {"command": "records", "source": "failures"},
}
NEEDS_A_SCOPE = {"EventInvokeConfig", "Redriver", "assert_no_findings"}


def public() -> Iterator[tuple[str, str, Callable[..., object]]]:
    """The public functions and classes, each with what has its annotations."""
    for package in PACKAGES:
        module = import_module(package)
        for name in module.__all__:
            value = getattr(module, name)
            if name not in RESULTS and inspect.isclass(value):
                yield package, name, value.__init__
            elif inspect.isfunction(value):
                yield package, name, value


def that_take_a_list() -> Iterator[tuple[str, str, str]]:
    for package, name, annotated in public():
        for parameter in inspect.signature(annotated).parameters.values():
            annotation = str(parameter.annotation)
            if TAKES_A_LIST.search(annotation) and not TAKES_A_STRING.search(annotation):
                yield package, name, parameter.name


FOUND = sorted(that_take_a_list())


def test_the_arguments_are_found_by_their_annotations() -> None:
    found = {(name, argument) for _, name, argument in FOUND}

    assert found >= {
        ("AsyncChecks", "suppressions"),
        ("EventInvokeConfig", "depends_on"),
        ("Selection", "functions"),
        ("assert_no_findings", "select"),
        ("deployer_policy", "roles"),
    }


@pytest.mark.parametrize(("package", "name", "argument"), FOUND)
def test_a_string_is_refused_in_place_of_a_list(
    package: str, name: str, argument: str, stack: TerraformStack
) -> None:
    given = dict(NEEDED.get(name, {}))
    if name in NEEDS_A_SCOPE:
        given["scope"] = stack

    with pytest.raises((ValueError, TypeError), match=rf"\b{argument}\b.*'order\*'"):
        getattr(import_module(package), name)(**{**given, argument: "order*"})
