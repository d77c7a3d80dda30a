"""An audit of an account that Terraform filled finds each fault, and what the checks find in Terraform's JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from tests.e2e.audited_account import AuditedAccount
from tests.e2e.terraform import CONFIGURATION
from tests.unit.audit.planted import PlantedAccount

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.e2e.cloud import Aws
    from tests.e2e.terraform import Workspace

REGION = "eu-north-1"  # nothing but this account is there
CODE = ("audited-code", "handler.zip")
BY_HAND = {
    "into_the_void": {"EIC101"},
    "orphan": {"EIC102"},
    "orphan_version": {"EIC102"},
}
"""What is found in the account alone, where somebody deleted something."""
OF_TERRAFORM = {"EIC004", "EIC007"}


@dataclass(frozen=True)
class Applied:
    """The account, what is declared in it, and the folder with Terraform's JSON."""

    account: PlantedAccount
    declared: AuditedAccount
    folder: Path

    def audited(self, *arguments: str) -> dict[str, set[str]]:
        """The rules that an audit finds something by, by the function's name in Terraform."""
        done = self.account.run("audit", "--max-rate=0", "--format=json", *arguments)
        assert done.stderr == ""
        names = {called: name for name, called in self.declared.named.items()}
        found: dict[str, set[str]] = {}
        for row in json.loads(done.stdout):
            rules = found.setdefault(names[row["function_name"]], set())
            rules.update(finding["rule"] for finding in row["findings"])
        return {name: rules for name, rules in found.items() if rules}

    def checked(self, *arguments: str) -> dict[str, set[str]]:
        """The same of the checks over Terraform's JSON."""
        done = self.account.run("check", str(self.folder), "--format=json", *arguments)
        found: dict[str, set[str]] = {}
        for finding in json.loads(done.stdout):
            found.setdefault(finding["address"].split(".")[1], set()).add(finding["rule"])
        return found


@pytest.fixture(scope="module")
def applied(aws: Aws, code: Path, new_workspace: Callable[[], Workspace]) -> Applied:
    """The account, applied, and then changed by hand."""
    environment = {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}
    account = PlantedAccount({**aws.environment, **environment}, REGION)
    s3 = account.service("s3")
    s3.create_bucket(Bucket=CODE[0], CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket=CODE[0], Key=CODE[1], Body=code.read_bytes())
    declared = AuditedAccount.of(CODE)
    shared = new_workspace()
    workspace = replace(
        shared,
        environment={
            **shared.environment,
            **environment,
            "TF_CLI_ARGS_apply": "-parallelism=100",
        },
        provider={"region": REGION},
    )
    workspace.write(lambda stack: stack.add_override("resource", declared.blocks))
    workspace.apply()
    account.sqs.delete_queue(QueueUrl=account.sqs.get_queue_url(QueueName="gone")["QueueUrl"])
    orphan, of_version = declared.named["orphan"], declared.named["orphan_version"]
    account.client.delete_alias(FunctionName=orphan, Name="live")
    account.client.delete_function(FunctionName=of_version, Qualifier="1")
    return Applied(account, declared, workspace.directory)


def test_each_fault_of_sixty_functions_is_found_and_nothing_else(applied: Applied) -> None:
    assert len(applied.declared.named) == 60
    expected = {name: rules for name, rules in applied.declared.rules.items() if rules}
    assert applied.audited() == {**expected, **BY_HAND}


def test_the_checks_find_the_same_in_terraform_s_json(applied: Applied) -> None:
    found = {name: rules - OF_TERRAFORM for name, rules in applied.checked().items()}
    without = {name: rules for name, rules in applied.audited().items() if name not in BY_HAND}
    assert {name: rules for name, rules in found.items() if rules} == without


def test_both_name_the_failure_destinations_that_no_alarm_watches(applied: Applied) -> None:
    found = applied.audited("--select=EIC009")
    configured = applied.declared.blocks[CONFIGURATION].keys()
    assert found.keys() == configured - {"to_queue", "success_in_a_bucket"}
    assert applied.checked("--select=EIC009") == found
