"""`AsyncChecks`: a synth with findings fails and reports construct path, rule and what to write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from constructs import Construct, IConstruct

from constructs_eic import EventInvokeConfig, SqsDestination
from constructs_eic.checks import AsyncChecks, Suppression, UnknownRuleError
from tests.framework import (
    Annotations,
    App,
    Aspects,
    AwsProvider,
    CloudwatchEventTarget,
    IamRole,
    IAspect,
    LambdaFunction,
    TerraformStack,
)
from tools.framework import of_this_framework

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(outdir=str(tmp_path / "cdktf.out"))


def stack_in(app: App, id_: str) -> TerraformStack:
    stack = TerraformStack(app, id_)
    AwsProvider(stack, "aws", region="eu-west-1")
    return stack


def function_in(scope: Construct) -> LambdaFunction:
    role = IamRole(scope, "role", assume_role_policy="{}")
    return LambdaFunction(
        scope,
        "orders",
        function_name="orders",
        role=role.arn,
        handler="i.h",
        runtime="python3.13",
        s3_bucket="b",
        s3_key="k",
    )


def invoked(scope: Construct, function: LambdaFunction) -> None:
    CloudwatchEventTarget(
        scope, "tick", rule="tick", arn=function.arn, dead_letter_config={"arn": "arn:aws:sqs:x"}
    )


def faulty(stack: TerraformStack) -> LambdaFunction:
    function = function_in(Construct(stack, "shop"))
    invoked(stack, function)
    return function


def complaint_of(app: App) -> str:
    with pytest.raises(RuntimeError) as raised:
        app.synth()
    return str(raised.value)


@pytest.mark.parametrize("level", ["app", "stack"])
def test_a_synth_with_findings_fails(app: App, level: str) -> None:
    stack = stack_in(app, "stack")
    AsyncChecks().apply_to(app if level == "app" else stack)
    faulty(stack)
    complaint = complaint_of(app)
    assert "EIC001 stack/shop/orders: it is invoked asynchronously" in complaint
    assert "add EventInvokeConfig(" in complaint


@pytest.mark.parametrize("level", ["app", "stack"])
def test_a_synth_without_findings_succeeds(app: App, level: str) -> None:
    stack = stack_in(app, "stack")
    AsyncChecks(select=["EIC"], ignore=["EIC009"]).apply_to(app if level == "app" else stack)
    function = faulty(stack)
    EventInvokeConfig(stack, "async", function=function, on_failure=SqsDestination())
    app.synth()
    assert (Path(app.outdir) / "manifest.json").exists()


def test_every_finding_of_every_stack_is_named(app: App) -> None:
    AsyncChecks().apply_to(app)
    for name in ("one", "two"):
        faulty(stack_in(app, name))
    complaint = complaint_of(app)
    assert "one/shop/orders" in complaint
    assert "two/shop/orders" in complaint


def test_an_app_is_checked_across_stacks(app: App) -> None:
    AsyncChecks().apply_to(app)
    function = function_in(stack_in(app, "functions"))
    events = stack_in(app, "events")
    invoked(events, function)
    assert "EIC001 functions/orders" in complaint_of(app)
    EventInvokeConfig(
        events, "async", function=function, on_failure="arn:aws:sqs:eu-west-1:123456789012:f"
    )
    app.synth()


def test_a_stack_is_checked_by_itself(app: App) -> None:
    sound = stack_in(app, "sound")
    AsyncChecks().apply_to(sound)
    faulty(stack_in(app, "faulty"))
    app.synth()


def test_what_an_aspect_adds_counts(app: App) -> None:
    import jsii

    @jsii.implements(IAspect)
    class Failures:
        def visit(self, node: IConstruct) -> None:
            if isinstance(node, LambdaFunction):
                node.add_override("dead_letter_config", {"target_arn": "arn:aws:sqs:x"})

    stack = stack_in(app, "stack")
    faulty(stack)
    Aspects.of(stack).add(Failures())
    AsyncChecks().apply_to(app)
    AsyncChecks().apply_to(stack)
    app.synth()


@pytest.mark.parametrize(
    ("suppressions", "words"),
    [
        ([Suppression("EIC001", "stack/shop/*", "legacy")], []),
        ([Suppression("EIC001", "*other*", "legacy")], ["EIC001 stack/shop", "EIC000 *other*"]),
    ],
)
def test_findings_are_suppressed(
    app: App, suppressions: Sequence[Suppression], words: list[str]
) -> None:
    AsyncChecks(suppressions=list(suppressions)).apply_to(app)
    faulty(stack_in(app, "stack"))
    if not words:
        app.synth()
        return
    complaint = complaint_of(app)
    for word in words:
        assert word in complaint


def test_the_project_s_settings_apply(app: App, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[tool.constructs-eic.checks]\n"
        'suppress = [{ rule = "EIC001", address = "one/*", reason = "legacy" }]\n'
    )
    one, two = stack_in(app, "one"), stack_in(app, "two")
    faulty(one)
    AsyncChecks().apply_to(app)
    AsyncChecks().apply_to(two)  # the suppression is for another stack
    app.synth()


def test_what_cannot_be_used_is_refused_at_once(app: App) -> None:
    with pytest.raises(UnknownRuleError, match="EIC999"):
        AsyncChecks(select=["EIC999"])
    with pytest.raises(TypeError, match="App or a TerraformStack"):
        AsyncChecks().apply_to(Construct(stack_in(app, "stack"), "shop"))
    with pytest.raises(TypeError, match="construct"):
        AsyncChecks().apply_to("stack")  # type: ignore[arg-type]


APP = """
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs_eic.checks import AsyncChecks

app = App()
stack = TerraformStack(app, "stack")
AwsProvider(stack, "aws", region="eu-west-1")
orders = LambdaFunction(stack, "orders", function_name="orders", role="arn:aws:iam::123456789012:role/r")
CloudwatchEventTarget(stack, "tick", rule="tick", arn=orders.arn)
AsyncChecks().apply_to(app)
app.synth()
"""


def started(folder: Path, *arguments: str, app: str = APP) -> subprocess.CompletedProcess[str]:
    (folder / "main.py").write_text(of_this_framework(app))
    return subprocess.run(
        [sys.executable, *arguments, "main.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_findings_are_above_jsii_s_traceback(tmp_path: Path) -> None:
    lines = started(tmp_path).stderr.splitlines()
    first = lines.index("EIC001 stack/orders (aws_lambda_function.orders)")
    assert lines[first + 1].startswith("    it is invoked asynchronously by aws_cloudwatch_event")
    assert "2 findings" in lines[: lines.index("Traceback (most recent call last):")]


@pytest.mark.parametrize("level", ["app", "stack"])
def test_annotations_are_shown_once(
    app: App, level: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CDKTF_ANNOTATIONS_SHOWN", raising=False)
    one, two = stack_in(app, "one"), stack_in(app, "two")
    Annotations.of(one).add_warning("the queue is elsewhere")
    Annotations.of(Construct(two, "async")).add_info("fine")
    AsyncChecks().apply_to(app if level == "app" else one)
    AsyncChecks(ignore=["EIC008"]).apply_to(two)
    app.synth()
    assert capfd.readouterr().err.splitlines() == [
        "WARN [one]: the queue is elsewhere",
        "INFO [two/async]: fine",
    ]
    monkeypatch.setenv("CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS", "true")
    app.synth()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("lost", ["orders.arn", "'arn:aws:sqs:eu-west-1:123456789012:q'"])
def test_fast_start_does_not_show_annotations_again(tmp_path: Path, lost: str) -> None:
    warning = (
        "from cdktf import Annotations\nAnnotations.of(orders).add_warning('careful')\napp.synth()"
    )
    changed = APP.replace("arn=orders.arn", f"arn={lost}").replace("app.synth()", warning)
    done = started(tmp_path, "-m", "constructs_eic.faststart", app=changed)
    assert done.stderr.count("WARN [stack/orders]: careful") == 1


def test_it_works_with_fast_start(tmp_path: Path) -> None:
    done = started(tmp_path, "-m", "constructs_eic.faststart")
    assert done.returncode != 0
    assert "EIC001 stack/orders" in done.stderr
    assert "EIC008 stack/tick" in done.stderr
    written = json.loads((tmp_path / "cdktf.out/stacks/stack/cdk.tf.json").read_text())
    assert "aws_lambda_function" in written["resource"]
