"""What an account has is exported, and Terraform's plan imports it and changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import boto3
import pytest

from tests.unit.audit.planted import PlantedAccount
from tests.unit.inventory.fault_proxy import FaultProxy, fault_proxy
from tests.unit.inventory.lambda_account import LambdaAccount, bare_environment, destinations
from tools.emulator import emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tools.aws_provider import ProviderSource

    Synthesized: TypeAlias = Callable[[str, str], Path]

AWKWARD_NAMES = [
    *("1st", "-x", "_", "None", "Resource", "Default", "aws", "a-b", "ab", "AB", "many-live"),
    *("function", "123456789012", "backend", "noqa"),
    "n" * 64,
]
_NODE_BESIDE_PYTHON = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with emulator(tmp_path_factory.mktemp("ministack") / "log") as environment:
        yield environment


@pytest.fixture
def proxy(emulated: dict[str, str]) -> Iterator[FaultProxy]:
    with fault_proxy(emulated["AWS_ENDPOINT_URL"]) as running:
        yield running


@pytest.fixture
def synthesized(tmp_path: Path, aws_provider: ProviderSource) -> Synthesized:
    """Runs the source of an app, and returns the folder of the stack."""

    def synthesize(source: str, stack: str) -> Path:
        (tmp_path / "main.py").write_text(source, encoding="ascii")
        subprocess.run(
            [sys.executable, "main.py"],
            cwd=tmp_path,
            env={
                **os.environ,
                "PATH": _NODE_BESIDE_PYTHON,
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
            check=True,
        )
        folder = tmp_path / "cdktf.out" / "stacks" / stack
        aws_provider.pin(folder)
        return folder

    return synthesize


def _terraform(folder: Path, account: LambdaAccount, *arguments: str) -> str:
    done = subprocess.run(
        ["terraform", *arguments, "-no-color"],
        cwd=folder,
        env=bare_environment() | account.environment | {"AWS_REGION": account.region},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _changes(folder: Path, account: LambdaAccount) -> list[dict[str, Any]]:
    """What Terraform plans, one change for each resource."""
    _terraform(folder, account, "init")
    _terraform(folder, account, "plan", "-out=plan")
    plan = json.loads(_terraform(folder, account, "show", "-json", "plan"))
    changes: list[dict[str, Any]] = plan["resource_changes"]
    return changes


def _imports(changes: list[dict[str, Any]]) -> list[str]:
    assert all(each["change"]["actions"] == ["no-op"] for each in changes)
    return sorted(each["change"]["importing"]["id"] for each in changes)


def test_a_hundred_aliases_of_one_function_are_imported_without_a_change(
    emulated: dict[str, str], synthesized: Synthesized
) -> None:
    account = LambdaAccount(emulated, "eu-west-3")
    account.configured(["many"], MaximumRetryAttempts=1)
    aliases = [f"a{number}" for number in range(120)]
    for alias in aliases:
        account.alias("many", alias)
        account.put("many", alias, MaximumRetryAttempts=0)
    done = account.run("export", "--max-rate=0")
    changes = _changes(synthesized(done.stdout, account.region), account)
    assert _imports(changes) == sorted(["many", *(f"many:{alias}" for alias in aliases)])


def test_every_form_of_a_configuration_is_imported_without_a_change(
    emulated: dict[str, str], synthesized: Synthesized
) -> None:
    account = LambdaAccount(emulated, "eu-central-1")
    queue, topic = account.arn("sqs", "dlq"), account.arn("sns", "done")
    function, bus = (
        account.arn("lambda", "function:next:live"),
        account.arn("events", "event-bus/b"),
    )
    account.configured(["limits"], MaximumRetryAttempts=0, MaximumEventAgeInSeconds=60)
    account.configured(["sqs-sns"], DestinationConfig=destinations(queue, topic))
    account.configured(["lambda-bus"], DestinationConfig=destinations(function, bus))
    account.configured(["s3"], DestinationConfig=destinations("arn:aws:s3:::bucket"))
    account.configured(["fifo"], DestinationConfig=destinations(f"{queue}.fifo", f"{topic}.fifo"))
    account.configured(["quoted"], DestinationConfig=destinations(f"{queue}'\"\n\\"))
    account.configured(["half"], DestinationConfig={"OnFailure": {}})
    account.configured(["empty"], DestinationConfig={"OnFailure": {"Destination": ""}})
    account.configured(["half-empty"], DestinationConfig=destinations("", topic))
    account.configured(["expression"], DestinationConfig=destinations(f"{queue}${{path.root}}"))
    account.configured(["partition"], DestinationConfig=destinations("arn:awsx:s3:::bucket"))
    account.configured(
        ["region"], DestinationConfig=destinations("arn:aws:events:us-east-10::event-bus/b")
    )
    account.configured(AWKWARD_NAMES, MaximumRetryAttempts=1)
    account.configured(["many"], MaximumRetryAttempts=1)
    version = account.alias("many", "live")
    account.put("many", version, DestinationConfig=destinations(queue))
    account.put("many", "live", MaximumRetryAttempts=2)
    account.configured(["latest"])
    account.put("latest", "$LATEST", MaximumRetryAttempts=1)

    done = account.run("export", "--max-rate=0")
    folder = synthesized(done.stdout, account.region)

    assert done.returncode == 0
    assert _imports(_changes(folder, account)) == sorted(
        [
            *("limits", "sqs-sns", "lambda-bus", "s3", "fifo", "quoted", *AWKWARD_NAMES),
            *("half", "empty", "half-empty", "expression", "partition", "region"),
            *("many", "many:1", "many:live", "latest:$LATEST"),
        ]
    )


def test_limits_never_set_are_imported_without_a_change(
    emulated: dict[str, str], proxy: FaultProxy, synthesized: Synthesized
) -> None:
    account = _behind(proxy, emulated, "eu-north-1")
    filled = LambdaAccount(emulated, account.region)
    filled.configured(["declared"], DestinationConfig=destinations(account.arn("sqs", "dlq")))
    filled.configured(["plain"], DestinationConfig=destinations(account.arn("sqs", "dlq.fifo")))
    filled.configured(["nothing-set"], MaximumRetryAttempts=2)

    proxy.rewrite = _without_limits
    folder = synthesized(account.run("export").stdout, account.region)

    assert _imports(_changes(folder, account)) == ["declared", "nothing-set", "plain"]


def test_retries_never_set_stay_as_they_are_when_something_else_changes(
    emulated: dict[str, str], proxy: FaultProxy, synthesized: Synthesized
) -> None:
    account = _behind(proxy, emulated, "eu-south-1")
    held = LambdaAccount(emulated, account.region)
    fifo = destinations(account.arn("sqs", "dlq.fifo"), account.arn("sns", "done"))
    held.configured(["plain"], DestinationConfig=fifo)
    held.configured(["construct"], DestinationConfig=destinations(account.arn("sqs", "dlq")))
    proxy.rewrite = _without_limits
    source = account.run("export").stdout
    folder = synthesized(source, account.region)
    _terraform(folder, account, "init")
    _terraform(folder, account, "apply", "-auto-approve")

    moved = source.replace(":dlq.fifo", ":standard").replace(":dlq", ":standard")
    changes = _changes(synthesized(moved, account.region), account)
    assert [each["change"]["actions"] for each in changes] == [["no-op"], ["no-op"]]
    # As the comment says:
    freed = moved.replace('lifecycle=TerraformResourceLifecycle(ignore_changes="all"),', "")
    synthesized(freed, account.region)
    _terraform(folder, account, "apply", "-auto-approve")

    for name in ("plain", "construct"):
        config = held.client.get_function_event_invoke_config(FunctionName=name)
        assert config["MaximumRetryAttempts"] == 2
        assert config["DestinationConfig"]["OnFailure"]["Destination"].endswith(":standard")


def test_what_an_audit_finds_is_repaired_by_creations_alone(
    emulated: dict[str, str], synthesized: Synthesized
) -> None:
    account = PlantedAccount(emulated, "eu-west-3")
    failures = account.queue("failures", MessageRetentionPeriod="1209600")
    for name in ("lost", "lost-alias"):
        account.of(name, account.role(name))
    account.bucket_invokes("lost")
    account.alias("lost-alias", "live")
    account.bucket_invokes("lost-alias", "live")
    source = account.run("export", "--missing", f"--on-failure={failures}").stdout
    folder = synthesized(source, account.region)

    made = [each for each in _changes(folder, account) if each["mode"] == "managed"]
    assert {tuple(each["change"]["actions"]) for each in made} == {("create",)}
    assert sorted(each["type"] for each in made) == [
        *["aws_iam_role_policy"] * 2,
        *["aws_lambda_function_event_invoke_config"] * 2,
    ]
    _terraform(folder, account, "apply", "-auto-approve")
    done = account.run("audit")
    assert (done.returncode, done.stderr) == (0, "")


def _behind(proxy: FaultProxy, emulated: dict[str, str], region: str) -> LambdaAccount:
    # The proxy is only for Lambda; Terraform asks STS for the account.
    endpoints = {
        "AWS_ENDPOINT_URL": proxy.url,
        "AWS_ENDPOINT_URL_STS": emulated["AWS_ENDPOINT_URL"],
    }
    return LambdaAccount(emulated | endpoints, region)


def _without_limits(_path: str, body: dict[str, Any]) -> dict[str, Any]:
    for config in [body, *body.get("FunctionEventInvokeConfigs", ())]:
        config.pop("MaximumEventAgeInSeconds", None)
        config.pop("MaximumRetryAttempts", None)
    return body


def test_another_accounts_namesakes_are_not_read(
    emulated: dict[str, str], synthesized: Synthesized
) -> None:
    account = LambdaAccount(emulated, "eu-south-2")
    account.configured(["f"], MaximumRetryAttempts=1)
    folder = synthesized(account.run("export").stdout, account.region)
    _terraform(folder, account, "init")
    # The emulator treats a key of twelve digits as the account.
    other = LambdaAccount(emulated | {"AWS_ACCESS_KEY_ID": "999999999999"}, account.region)

    with pytest.raises(AssertionError, match="AWS account ID not allowed: 999999999999"):
        _terraform(folder, other, "plan")


def test_a_lookup_reads_what_exists(emulated: dict[str, str], synthesized: Synthesized) -> None:
    account = LambdaAccount(emulated, "us-east-1")
    held = {
        "Identifier": "f|live",
        "MaximumRetryAttempts": 1,
        "DestinationConfig": {"OnFailure": {"Destination": account.arn("sqs", "dlq")}},
    }
    boto3.client(
        "cloudcontrol",
        endpoint_url=emulated["AWS_ENDPOINT_URL"],
        region_name=account.region,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106
    ).create_resource(TypeName="AWS::Lambda::EventInvokeConfig", DesiredState=json.dumps(held))
    folder = synthesized(_LOOKUP, "lookup")

    _terraform(folder, account, "init")
    _terraform(folder, account, "apply", "-auto-approve")
    outputs = json.loads(_terraform(folder, account, "output", "-json"))

    assert {name: output["value"] for name, output in outputs.items()} == {
        "retries": 1,
        "on_failure": account.arn("sqs", "dlq"),
        "on_success": "nowhere",
        "age": 21600,
    }


_LOOKUP = """
from tests.framework import App, Fn, TerraformOutput, TerraformStack
from tests.framework import AwsProvider
from constructs_eic import EventInvokeConfigLookup

app = App()
stack = TerraformStack(app, "lookup")
AwsProvider(stack, "aws", region="us-east-1")
found = EventInvokeConfigLookup(stack, "found", function="f", qualifier="live")
for name, value in {
    "retries": found.maximum_retry_attempts,
    "on_failure": found.on_failure,
    "on_success": Fn.coalesce([found.on_success, "nowhere"]),
    "age": Fn.coalesce([found.maximum_event_age_in_seconds, 21600]),
}.items():
    TerraformOutput(stack, name, value=value, static_id=True)
app.synth()
"""
