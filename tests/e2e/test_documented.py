"""The shell blocks of the task pages, run unchanged, on the code of the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import ROOT, read_page, shell_blocks
from tests.e2e import requirements
from tests.e2e.cloud import Aws
from tests.inventory.lambda_account import LambdaAccount, destinations
from tools.framework import CORE, of_this_framework

if TYPE_CHECKING:
    from tools.aws_provider import ProviderSource

# What a user answers, and what is not available on a machine without the registry.
UNATTENDED = {
    "deploy": "--auto-approve --skip-synth --skip-provider-lock",
    "terraform apply": "-auto-approve",
}


@pytest.fixture
def environment(aws: Aws, terraform_environment: dict[str, str]) -> dict[str, str]:
    """A user's shell: the tools are on `PATH`, and AWS is the emulator."""
    tools = (Path(sys.executable).parent, Path(requirements.cli()).parent)
    return {
        **os.environ,
        **terraform_environment,
        **aws.environment,
        "PATH": os.pathsep.join([*map(str, tools), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT),
        "TF_DATA_DIR": ".terraform",
        "TF_CLI_ARGS_plan": "-no-color",
        "TF_CLI_ARGS_apply": "-no-color",
        "CDKTF_DISABLE_PLUGIN_CACHE_ENV": "1",
        "CI": "true",
    }


def block_with(command: str, page: str) -> list[str]:
    """The lines of the block of a page that has this command, for this framework."""
    (block,) = (each for each in shell_blocks() if each.name == page and command in each.text)
    return [of_command_line(line) for line in block.text.splitlines()]


def of_command_line(line: str) -> str:
    return re.sub(r"^cdktf ", f"{CORE} ", line)


def run(line: str, folder: Path, environment: dict[str, str]) -> str:
    for command, options in UNATTENDED.items():
        if command in line:
            line = f"{line} {options}"
    finished = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", line],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, f"{line}\n{finished.stdout}"
    return finished.stdout


def test_the_first_stack_is_synthesized_checked_and_deployed(
    aws: Aws, aws_provider: ProviderSource, environment: dict[str, str], tmp_path: Path
) -> None:
    page = ROOT / "docs" / "index.md"
    region = "eu-west-1"  # of the page
    there = Aws({**aws.environment, "AWS_REGION": region})
    there.new_function("orders")
    (tmp_path / "main.py").write_text(of_this_framework(read_page(page).program), "utf-8")
    settings = re.search(r"^```json\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert settings is not None
    (tmp_path / "cdktf.json").write_text(settings[1], "utf-8")
    stack = tmp_path / "cdktf.out" / "stacks" / "orders"

    synthesize, check, deploy = block_with("cdktf deploy", "docs/index.md")
    run(synthesize, tmp_path, environment)
    aws_provider.pin(stack)
    run(check, tmp_path, environment)
    run(deploy, tmp_path, environment)

    kept = there.configurations("orders")["$LATEST"]
    assert (kept["age"], kept["retries"]) == (3600, 1)
    assert kept["on_failure"].startswith(f"arn:aws:sqs:{region}:")

    plan, check_plan = block_with("terraform plan", "docs/test-and-check.md")
    assert "No changes." in run(plan, stack, environment)
    assert run(check_plan, stack, environment) == "no findings\n"


def test_what_was_exported_is_imported(
    aws: Aws, aws_provider: ProviderSource, environment: dict[str, str], tmp_path: Path
) -> None:
    region = "eu-west-3"  # of the page
    account = LambdaAccount(dict(aws.environment), region)
    queue = destinations(account.arn("sqs", "failed-events"))
    account.configured(["resize-images"], MaximumRetryAttempts=1, DestinationConfig=queue)
    account.configured(["send-invoices"], MaximumRetryAttempts=0)
    account.alias("send-invoices", "live")
    account.put("send-invoices", "live", MaximumRetryAttempts=0, DestinationConfig=queue)
    (export,) = (
        each
        for each in re.findall(r"^\$ (constructs-eic export .*)$", _page("adopting"), re.MULTILINE)
    )
    run(export.replace("cdktf", CORE), tmp_path, environment)

    _, synthesize, change, initialize, plan, apply = block_with(
        "terraform plan", "docs/adopting.md"
    )
    run(synthesize, tmp_path, environment)
    stack = tmp_path / change.removeprefix("cd ")
    aws_provider.pin(stack)
    run(initialize, stack, environment)
    expected = re.search("# (Plan: .*)", plan)
    assert expected is not None
    assert expected[1] in run(plan, stack, environment)
    assert "3 imported, 0 added, 0 changed, 0 destroyed" in run(apply, stack, environment)
    assert "No changes." in run("terraform plan", stack, environment)


def _page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")
