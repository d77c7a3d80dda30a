"""The testing package: what `synth` would write, its values, and the plugin in a separate project."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import jsii
import pytest
from constructs import IValidation

from constructs_eic import EventInvokeConfig
from constructs_eic.checks import Suppression
from constructs_eic.testing import (
    Configuration,
    assert_no_findings,
    configurations,
    synthesized,
)
from constructs_eic.testing.differences import differences
from constructs_eic.testing.snapshots import TerraformJsonExtension
from tests.docs.pages import ROOT, read_page
from tests.framework import (
    CORE,
    App,
    Aspects,
    IAspect,
    LambdaAlias,
    LambdaFunction,
    LambdaPermission,
    SqsQueue,
    TerraformOutput,
    TerraformStack,
    TerraformVariable,
    of_this_framework,
)
from tests.unit.conftest import function_in, stack_in

if TYPE_CHECKING:
    from pathlib import Path

    from constructs import IConstruct

QUEUE = "arn:aws:sqs:us-east-1:123456789012:failures"


@jsii.implements(IAspect)
class Tag:
    def visit(self, node: IConstruct) -> None:
        if isinstance(node, SqsQueue):
            node.tags = {"team": "orders"}


@jsii.implements(IValidation)
class Refusal:
    def validate(self) -> list[str]:
        return ["never"]


def two_stacks(app: App) -> tuple[TerraformStack, TerraformStack]:
    """A stack that refers to a queue of another, with an aspect on each."""
    queues, functions = stack_in(app, "queues"), stack_in(app, "functions")
    queue = SqsQueue(queues, "failures")
    EventInvokeConfig(
        functions, "async", function=function_in(functions, "orders"), on_failure=queue
    )
    Aspects.of(queues).add(Tag())
    return queues, functions


def test_it_is_what_synth_writes(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path / "out"))
    two_stacks(app)
    given = synthesized(app)
    before = list((tmp_path / "out").rglob("*.json"))
    app.synth()
    written = {
        path.parent.name: json.loads(path.read_text())
        for path in (tmp_path / "out" / "stacks").glob("*/cdk.tf.json")
    }
    assert given == written
    assert before == []
    assert given["queues"]["resource"]["aws_sqs_queue"]["failures"]["tags"] == {"team": "orders"}
    assert "cross-stack-output-aws_sqs_queuefailuresarn" in given["queues"]["output"]


def test_a_stack_is_as_in_its_app(tmp_path: Path) -> None:
    queues, functions = two_stacks(App(outdir=str(tmp_path)))
    assert "output" in synthesized(queues)
    assert "terraform_remote_state" in synthesized(functions)["data"]


def test_several_apps_in_one_process_are_apart(tmp_path: Path) -> None:
    stacks = [stack_in(App(outdir=str(tmp_path / name)), "stack") for name in ("one", "two")]
    for number, stack in enumerate(stacks):
        TerraformOutput(stack, "number", value=number)
    assert [synthesized(stack)["output"]["number"]["value"] for stack in stacks] == [0, 1]


@pytest.mark.parametrize("of", ["app", "stack"])
def test_what_fails_a_synth_fails_here(of: str, tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    stack = stack_in(app, "stack")
    {"app": app, "stack": stack}[of].node.add_validation(Refusal())
    with pytest.raises(RuntimeError, match="never"):
        synthesized(stack)


def test_validations_can_be_skipped_as_in_the_app(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path), skip_validation=True)
    stack = stack_in(app, "stack")
    for construct in (app, stack):
        construct.node.add_validation(Refusal())
    assert "terraform" in synthesized(stack)


def test_a_resource_is_no_stack(stack: TerraformStack) -> None:
    with pytest.raises(TypeError, match="not 'stack/queue'"):
        synthesized(SqsQueue(stack, "queue"))


def test_configurations_are_values(stack: TerraformStack, function: LambdaFunction) -> None:
    EventInvokeConfig(stack, "latest", function=function, qualifier="$LATEST", on_failure=QUEUE)
    EventInvokeConfig(stack, "by-name", function="billing", maximum_retry_attempts=None)
    by_name, latest = configurations(stack)
    assert by_name == Configuration(
        path="stack/by-name/Resource",
        address=by_name.address,
        function_name="billing",
        maximum_event_age_in_seconds=21600,
    )
    assert (latest.function_name, latest.qualifier, latest.on_failure) == (
        function.function_name_input,
        "$LATEST",
        QUEUE,
    )
    assert latest.depends_on[0].startswith("aws_iam_role_policy.Policy-function-role-")
    assert configurations(stack.node.root) == [by_name, latest]


def test_names_are_given_where_the_stack_says_them(stack: TerraformStack) -> None:
    named = function_in(stack, "orders")
    name = TerraformVariable(stack, "name", type="string").string_value
    live = LambdaAlias(
        stack, "live", name="live", function_name=named.function_name, function_version="1"
    )
    EventInvokeConfig(stack, "async", function=live, on_failure=QUEUE)
    unnamed = function_in(stack, "other", function_name=name)
    EventInvokeConfig(stack, "other-async", function=unnamed, maximum_retry_attempts=0)
    known, unknown = configurations(stack)
    assert (known.function_name, known.qualifier) == ("orders", "live")
    assert (unknown.function_name, unknown.qualifier) == (
        "${aws_lambda_function.other.function_name}",
        None,
    )


def test_findings_fail_a_test(stack: TerraformStack, function: LambdaFunction) -> None:
    LambdaPermission(
        stack,
        "permission",
        function_name=function.function_name,
        action="lambda:InvokeFunction",
        principal="s3.amazonaws.com",
    )
    with pytest.raises(AssertionError, match="EIC001 stack/function") as raised:
        assert_no_findings(stack)
    assert "raise AssertionError" not in str(raised.getrepr())
    assert_no_findings(stack, ignore=["EIC001"])
    assert_no_findings(
        stack, suppressions=[Suppression("EIC001", "aws_lambda_function.function", "a test")]
    )
    EventInvokeConfig(stack, "async", function=function, on_failure=QUEUE)
    assert_no_findings(stack.node.root)


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


CONFTEST = """
import sys

from constructs_eic import faststart

faststart.enable()

def pytest_sessionstart():
    names = {"jsii", "constructs", "cdktf", "cdktn", "constructs_eic.checks"}
    assert not names & set(sys.modules), names & set(sys.modules)
"""


def test_the_plugin_in_a_project_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    project = read_page(ROOT / "docs" / "test-and-check.md").files["test_orders.py"]
    (tmp_path / "test_orders.py").write_text(of_this_framework(project))

    written = run(tmp_path, "--snapshot-update")
    assert written.returncode == 0, written.stdout
    [snapshot] = (tmp_path / "__snapshots__" / "test_orders").iterdir()
    assert snapshot.name == "test_the_stack_is_what_was_reviewed.jsonc"
    assert set(json.loads(snapshot.read_text())) == {"data", "provider", "resource"}
    compared = run(tmp_path, "-n", "2")
    assert compared.returncode == 0, compared.stdout
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "__pycache__") == [
        "__snapshots__",
        "conftest.py",
        "test_orders.py",
    ]
    snapshot.write_text(snapshot.read_text().replace("orders", "billing"))
    changed = run(tmp_path, "-n", "2")
    assert changed.returncode == 1
    assert "1 failed, 3 passed" in changed.stdout


JSON_EXTENSION = "syrupy.extensions.json.JSONSnapshotExtension"
SNAPSHOTS_OF_TWO_EXTENSIONS = """
import os

import pytest
from syrupy.extensions.json import JSONSnapshotExtension

skippable = pytest.mark.skipif("SKIP" in os.environ, reason="SKIP is set")


@skippable
def test_a_stack(terraform_snapshot):
    assert {"resource": {}} == terraform_snapshot


def test_a_response(snapshot):
    assert {"status": 200} == snapshot.use_extension(JSONSnapshotExtension)


@skippable
def test_both(snapshot, terraform_snapshot):
    assert {"resource": {}} == terraform_snapshot
    assert {"status": 200} == snapshot.use_extension(JSONSnapshotExtension)
"""


def test_snapshots_of_another_extension_stand_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_two.py").write_text(SNAPSHOTS_OF_TWO_EXTENSIONS)

    def passes(*options: str) -> set[str]:
        ran = run(tmp_path, *options)
        assert ran.returncode == 0, ran.stdout
        assert "unused" not in ran.stdout
        return {path.name for path in (tmp_path / "__snapshots__" / "test_two").iterdir()}

    names = passes("--snapshot-update")
    assert names == {
        "test_a_stack.jsonc",
        "test_a_response.json",
        "test_both.jsonc",
        "test_both.json",
    }
    assert passes() == names
    assert passes("--snapshot-update", f"--snapshot-default-extension={JSON_EXTENSION}") == names
    # Syrupy 5 deletes the snapshots of skipped tests, its own too.
    if not version("syrupy").startswith("5."):
        monkeypatch.setenv("SKIP", "1")
        assert passes("--snapshot-update") == names


SNAPSHOT_OF_FUNCTIONS = """
import os


def test_functions(terraform_snapshot):
    configs = {
        f"function-{number}": {
            "destination_config": {"on_failure": {"destination": "arn"}},
            "function_name": f"function-{number}",
            "maximum_event_age_in_seconds": int(os.environ["AGE"]) + number,
            "tags": {f"tag-{each}": "value" for each in range(10)},
        }
        for number in range(int(os.environ["FUNCTIONS"]))
    }
    assert {"resource": {"aws_lambda_function_event_invoke_config": configs}} == terraform_snapshot
"""


@pytest.mark.parametrize("count", [2, 12])
def test_a_failure_shows_each_change_with_its_resource(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_functions.py").write_text(SNAPSHOT_OF_FUNCTIONS)
    monkeypatch.setenv("FUNCTIONS", str(count))
    monkeypatch.setenv("AGE", "100")
    assert run(tmp_path, "--snapshot-update").returncode == 0
    monkeypatch.setenv("AGE", "200")
    shown = run(tmp_path, "-vv").stdout
    for number in range(count):
        assert (
            f"""
E         aws_lambda_function_event_invoke_config.function-{number}
E                    }}
E                  }},
E                  "function_name": "function-{number}",
E         -        "maximum_event_age_in_seconds": {100 + number},
E         +        "maximum_event_age_in_seconds": {200 + number},
E                  "tags": {{
"""
            in shown
        )


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            {"data": {"aws_arn": {"it": {"arn": "a"}}}, "resource": {}},
            {
                "data": {"aws_arn": {"it": {"arn": "b"}}},
                "resource": {"aws_sns_topic": {"made": {"name": "c"}}},
            },
            [
                "data.aws_arn.it",
                '-        "arn": "a"',
                '+        "arn": "b"',
                "",
                '-  "resource": {}',
                "aws_sns_topic.made",
                '+        "name": "c"',
            ],
        ),
        (
            {"shop": {"resource": {"aws_sqs_queue": {"it": {"name": "a"}, "same": {"name": "s"}}}}},
            {"shop": {"resource": {"aws_sqs_queue": {"same": {"name": "s"}}}}},
            ["shop.aws_sqs_queue.it", '-          "name": "a"'],
        ),
        (
            {"provider": {"aws": [{"region": "a"}, {"region": "b"}]}},
            {"provider": {"aws": [{"region": "a"}, {"region": "c"}]}},
            [
                "provider.aws",
                '         "region": "a"',
                "       },",
                "       {",
                '-        "region": "b"',
                '+        "region": "c"',
                "       }",
            ],
        ),
        (
            {"alarm": {"threshold": 1}},
            {"alarm": {"threshold": 2}},
            ["alarm", '-    "threshold": 1', '+    "threshold": 2'],
        ),
        ([{"a": 1}], [{"a": 2}], ["", '-    "a": 1', '+    "a": 2']),
        ("a", "b", ["", '-"a"', '+"b"']),
    ],
)
def test_a_difference_is_below_the_address(before: object, after: object, shown: list[str]) -> None:
    assert list(differences(*(json.dumps(each, indent=2) for each in (before, after)))) == shown


def test_a_difference_in_the_last_line_break_is_shown() -> None:
    assert list(TerraformJsonExtension().diff_lines("{}\n", "{}"))


def test_raw_json_differs_in_three_values_of_metadata_alone(
    stack: TerraformStack, function: LambdaFunction, request: pytest.FixtureRequest
) -> None:
    EventInvokeConfig(stack, "async", function=function, on_failure=SqsQueue(stack, "failures"))
    document = synthesized(stack)
    provider = document["terraform"]["required_providers"]["aws"]
    assert provider.pop("source") == {"cdktf": "aws", "cdktn": "hashicorp/aws"}[CORE]
    assert provider.pop("version")
    assert document["//"]["metadata"].pop("version")
    # It contains the name of the folder that the tests run in.
    assert document["terraform"]["backend"].pop("local")
    expected = request.path.with_name("raw.tf.json")
    assert json.dumps(document, indent=2, sort_keys=True) + "\n" == expected.read_text()


WITHOUT_SYRUPY = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name == "syrupy":
            raise ModuleNotFoundError("No module named 'syrupy'", name=name)

sys.meta_path.insert(0, Absent())
"""


def test_the_fixture_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(WITHOUT_SYRUPY)
    (tmp_path / "test_it.py").write_text("def test_it(terraform_snapshot): ...\n")
    ran = run(tmp_path, "-p", "no:syrupy")
    assert "terraform_snapshot needs syrupy: pip install 'constructs-eic[testing]'" in ran.stdout


@pytest.mark.parametrize("given", [lambda: None, [object()], {"stack": object()}])
def test_what_is_another_in_each_run_is_no_snapshot(given: object) -> None:
    with pytest.raises(TypeError, match="compares a stack, an app or a part of Terraform's JSON"):
        TerraformJsonExtension().serialize(given)


def test_text_is_no_scope_to_check() -> None:
    scope: Any = "cdktf.out"
    with pytest.raises(
        TypeError, match=r"the scope has to be a construct, such as a stack; it is 'cdktf.out'"
    ):
        assert_no_findings(scope)
