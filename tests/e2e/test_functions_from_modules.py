"""A function that a module creates is configured in the same apply, although its name is known before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from constructs_eic import EventInvokeConfig
from tests.e2e.cloud import ASSUMED_BY_LAMBDA, RUNTIME
from tests.framework import TerraformHclModule, TerraformIterator, TerraformLocal, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.e2e.base import Base
    from tests.e2e.cloud import Aws
    from tests.e2e.terraform import Build, Workspace
    from tests.framework import TerraformModule, TerraformStack


def _module(code: Path) -> dict[str, Any]:
    """A module with a function and its role, and the outputs that published modules have."""
    return {
        "variable": {"name": {"type": "string"}, "timeout": {"type": "number"}},
        "resource": {
            "aws_iam_role": {
                "it": {"name": "${var.name}", "assume_role_policy": ASSUMED_BY_LAMBDA}
            },
            "aws_lambda_function": {
                "it": {
                    "function_name": "${var.name}",
                    "role": "${aws_iam_role.it.arn}",
                    "filename": str(code),
                    "handler": "handler.handler",
                    "runtime": RUNTIME,
                    "timeout": "${var.timeout}",
                    "publish": True,
                }
            },
        },
        "output": {
            # Known when Terraform plans, before the function exists.
            "name": {"value": "${aws_lambda_function.it.function_name}"},
            "version": {"value": "${aws_lambda_function.it.version}"},
            "role_name": {"value": "${aws_iam_role.it.name}"},
        },
    }


FORMS: Mapping[str, Callable[[TerraformStack, TerraformModule, str], dict[str, Any]]] = {
    "name": lambda _, module, __: {"function": module.get_string("name")},
    "version": lambda _, module, __: {
        "function": module.get_string("name"),
        "qualifier": module.get_string("version"),
    },
    "local": lambda stack, module, _: {
        "function": TerraformLocal(stack, "function", module.get_string("name")).as_string
    },
    "depends_on": lambda _, module, name: {"function": name, "depends_on": [module]},
    "for_each": lambda _, module, __: _of_element(module.get_string("name")),
    "role": lambda _, module, __: {
        "function": module.get_string("name"),
        "role": module.get_string("role_name"),
    },
}


def _of_element(name: str) -> dict[str, Any]:
    each = TerraformIterator.from_map({"it": name})
    return {"function": Token.as_string(each.value), "for_each": each}


def test_one_apply_creates_and_configures_them(
    aws: Aws, workspace: Workspace, base: Base, code: Path
) -> None:
    folder = workspace.directory / "function"
    folder.mkdir(parents=True)
    (folder / "main.tf.json").write_text(json.dumps(_module(code)))

    def build(timeout: int) -> Build:
        def fill(stack: TerraformStack) -> None:
            for form, arguments in FORMS.items():
                module = TerraformHclModule(
                    stack,
                    form,
                    source="./function",
                    skip_asset_creation_from_local_modules=True,
                    variables={"name": f"module-{form}", "timeout": timeout},
                )
                EventInvokeConfig(
                    stack,
                    f"of-{form}",
                    **arguments(stack, module, f"module-{form}"),
                    on_failure=base.queue_arn,
                    maximum_retry_attempts=0,
                )

        return fill

    workspace.converge(build(10))
    for form in FORMS:
        (configuration,) = aws.configurations(f"module-{form}").values()
        assert (configuration["retries"], configuration["on_failure"]) == (0, base.queue_arn)
    policies = {form: aws.inline_policies(f"module-{form}") for form in FORMS}
    assert all(len(each) == 1 for each in policies.values())

    # A change in the module is followed by an empty plan too; with role=, it touches nothing of ours.
    workspace.converge(build(20))
    assert all(len(aws.inline_policies(f"module-{form}")) == 1 for form in FORMS)
    assert aws.inline_policies("module-role") == policies["role"]
