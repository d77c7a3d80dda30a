"""The questions of `make aws` that take Terraform; the others are asked in the unit tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.aws import rules
from tests.unit.real_aws.conftest import Maintainer
from tools import CHECKOUT
from tools.aws_provider import MIRROR_VARIABLE
from tools.proxy import proxy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.e2e.cloud import Aws
    from tools.aws_provider import ProviderSource
    from tools.proxy import Answer, Forward, Request


def with_provider(environment: Mapping[str, str], source: ProviderSource) -> dict[str, str]:
    """The environment of another process, which cannot see which versions this one's CLI configuration has."""
    mirror = {MIRROR_VARIABLE: str(source.mirror.folder)} if source.mirror else {}
    return {**environment, **mirror}


def asked(question: str, aws: Aws, aws_provider: ProviderSource, recorded: Path) -> dict[str, Any]:
    """What the emulator answers to one question, in a process of its own."""
    environment = with_provider(aws.environment, aws_provider)
    endpoint, region = environment.pop("AWS_ENDPOINT_URL"), environment["AWS_REGION"]
    named = ["--account", "000000000000", "--region", region, "--prefix", "e2e"]
    how = ["--endpoint", endpoint, "--yes", "--patience", "30", "--recorded", str(recorded)]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.aws", "run", "--only", question, *named, *how],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    answers: dict[str, Any] = json.loads((recorded / f"{question}.json").read_text("utf-8"))[
        "answers"
    ]
    return answers


def test_a_stack_applies_delivers_and_goes_away(
    aws: Aws, aws_provider: ProviderSource, tmp_path: Path
) -> None:
    answers = asked("deployment", aws, aws_provider, tmp_path)

    assert answers["a record arrived"]
    assert answers["applied"].keys() == answers["destroyed"].keys()
    # The emulator answers without an alarm's dimensions: see `test_alarms.py`.
    assert answers["second plan"]["aws_cloudwatch_metric_alarm"] == "update"
    assert "aws_lambda_function_event_invoke_config" not in answers["second plan"]


def test_a_redriver_applies_runs_and_goes_away(
    aws: Aws, aws_provider: ProviderSource, tmp_path: Path
) -> None:
    answers = asked("redriver", aws, aws_provider, tmp_path)

    assert rules.contradictions("redriver", answers) == []
    assert answers["applied"].keys() == answers["destroyed"].keys()


def test_an_interrupt_while_terraform_applies_leaves_nothing(
    aws: Aws, aws_provider: ProviderSource, tmp_path: Path
) -> None:
    started: list[subprocess.Popen[str]] = []

    def interrupt(request: Request, forward: Forward) -> Answer:
        if request.method == "PUT" and "/event-invoke-config" in request.path:
            started[0].send_signal(signal.SIGINT)
        return forward(request)

    with proxy(aws.environment["AWS_ENDPOINT_URL"], interrupt) as url:
        environment = {**with_provider(aws.environment, aws_provider), "AWS_ENDPOINT_URL": url}
        maintainer = Maintainer(environment, tmp_path)
        started.append(maintainer.start("run", *maintainer.asking("deployment", patience=30)))
        _, said = started[0].communicate()
        assert started[0].returncode == 130, said
        assert maintainer.left() == []
