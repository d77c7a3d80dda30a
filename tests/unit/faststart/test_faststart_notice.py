"""What fast start notices in the messages to Node, so that the constructs need not ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_eic._bindings.foreign import is_foreign
from constructs_eic._bindings.loaded import may_exist
from constructs_eic._bindings.noticed import Noticed, noticed
from tests.framework import App, IamRole, IamRoleInlinePolicy, SqsQueue, TerraformStack
from tests.unit.faststart.child import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POLICY = IamRoleInlinePolicy(name="it", policy="{}")


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Noticed:
    """What is noticed from here on."""
    seen = noticed()
    assert seen is not None
    monkeypatch.setattr(seen, "inline_policies", False)
    return seen


def role(stack: TerraformStack, **arguments: Any) -> IamRole:
    return IamRole(stack, "role", assume_role_policy="{}", **arguments)


@pytest.mark.parametrize(
    "declare",
    [
        lambda stack: role(stack, inline_policy=[POLICY]),
        lambda stack: role(stack, inline_policy=[{"name": "it", "policy": "{}"}]),
        lambda stack: role(stack).put_inline_policy([POLICY]),
        lambda stack: role(stack).add_override("inline_policy", [{"name": "it"}]),
    ],
    ids=["argument", "dictionary", "later", "override"],
)
def test_inline_policies_of_a_role(
    seen: Noticed, stack: TerraformStack, declare: Callable[[TerraformStack], object]
) -> None:
    role(TerraformStack(App(), "another"))
    assert not seen.inline_policies
    declare(stack)
    assert seen.inline_policies


def test_each_stack(seen: Noticed, app: App, stack: TerraformStack) -> None:
    class Another(TerraformStack):
        pass

    before = seen.stacks
    SqsQueue(stack, "queue")
    assert seen.stacks == before
    TerraformStack(app, "one")
    Another(app, "two")
    assert seen.stacks == before + 2


@pytest.mark.parametrize(
    ("name", "foreign"),
    [
        ("cdktf.App", False),
        ("cdktn.App@10000", False),
        ("constructs.Node@10001", False),
        ("Object@10002", False),
        ("@cdktf/provider-aws.sqsQueue.SqsQueue", False),
        ("@cdktn/provider-aws.sqsQueue.SqsQueue@10003", False),
        ("@acme/platform.Service", True),
        ("aws.sqsQueue.SqsQueue", True),
    ],
)
def test_another_library_is_told_by_the_name_of_its_types(name: str, foreign: bool) -> None:
    assert is_foreign(name) == foreign


LATE = """
from cdktf import App
from constructs_eic import faststart
from constructs_eic._bindings.noticed import noticed

App(outdir="out")
faststart.enable()
print(noticed())
"""


def test_nothing_is_noticed_once_messages_were_sent(tmp_path: Path) -> None:
    assert run(tmp_path, LATE).stdout == "None\n"


def test_a_class_that_was_never_loaded_has_made_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert may_exist("IamRole")
    assert not may_exist("QuicksightTemplateAlias")
    monkeypatch.setattr("jsii._reference_map._types", {"@acme/platform.Service": object})
    assert may_exist("QuicksightTemplateAlias")
