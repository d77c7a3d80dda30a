"""The shell blocks of the task pages, run unchanged, on the code of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.docs.pages import ROOT, consoles_of, read_page, shell_blocks
from tests.e2e.cloud import Aws
from tests.unit.inventory.lambda_account import LambdaAccount, destinations
from tools.framework import CORE, of_this_framework, shell_of_framework

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.shell import Shell
    from tools.aws_provider import ProviderSource

# What a user answers, and what is not available on a machine without the registry.
UNATTENDED = {
    "deploy": "--auto-approve --skip-synth --skip-provider-lock",
    "terraform apply": "-auto-approve",
}


def block_with(command: str, page: str) -> list[str]:
    """The lines of the block of a page that has this command, for this framework, with what a user answers."""
    texts = (shell_of_framework(CORE, each.text) for each in shell_blocks() if each.name == page)
    (text,) = (each for each in texts if command in each)
    return [unattended(line) for line in text.splitlines()]


def unattended(line: str) -> str:
    added = [options for command, options in UNATTENDED.items() if command in line]
    return " ".join([line, *added])


def test_the_first_stack_is_synthesized_checked_and_deployed(
    aws: Aws, aws_provider: ProviderSource, shell: Shell, tmp_path: Path
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

    synthesize, check, deploy = block_with(f"{CORE} deploy", "docs/index.md")
    shell.run(synthesize, tmp_path)
    aws_provider.pin(stack)
    shell.run(check, tmp_path)
    shell.run(deploy, tmp_path)

    kept = there.configurations("orders")["$LATEST"]
    assert (kept["age"], kept["retries"]) == (3600, 1)
    assert kept["on_failure"].startswith(f"arn:aws:sqs:{region}:")

    plan, check_plan = block_with("terraform plan", "docs/test-and-check.md")
    assert "No changes." in shell.run(plan, stack)
    assert shell.run(check_plan, stack) == "no findings\n"


def test_what_was_exported_is_imported(
    aws: Aws, aws_provider: ProviderSource, shell: Shell, tmp_path: Path
) -> None:
    region = "eu-west-3"  # of the page
    account = LambdaAccount(dict(aws.environment), region)
    queue = destinations(account.arn("sqs", "failed-events"))
    account.configured(["resize-images"], MaximumRetryAttempts=1, DestinationConfig=queue)
    account.configured(["send-invoices"], MaximumRetryAttempts=0)
    account.alias("send-invoices", "live")
    account.put("send-invoices", "live", MaximumRetryAttempts=0, DestinationConfig=queue)
    (export,) = (each for each, _ in consoles_of("adopting.md") if each.startswith("export"))
    shell.run(f"constructs-eic {re.sub('cdkt[fn]', CORE, export)}", tmp_path)

    _, synthesize, change, initialize, plan, apply = block_with(
        "terraform plan", "docs/adopting.md"
    )
    shell.run(synthesize, tmp_path)
    stack = tmp_path / change.removeprefix("cd ")
    aws_provider.pin(stack)
    shell.run(initialize, stack)
    expected = re.search("# (Plan: .*)", plan)
    assert expected is not None
    assert expected[1] in shell.run(plan, stack)
    assert "3 imported, 0 added, 0 changed, 0 destroyed" in shell.run(apply, stack)
    assert "No changes." in shell.run("terraform plan", stack)
