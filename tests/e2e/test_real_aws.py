"""The questions of `make aws` that take Terraform; the others are asked in the unit tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.aws import rules
from tools import CHECKOUT
from tools.aws_provider import MIRROR_VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cloud import Aws
    from tools.aws_provider import ProviderSource


def asked(question: str, aws: Aws, aws_provider: ProviderSource, recorded: Path) -> dict[str, Any]:
    """What the emulator answers to one question, in a process of its own."""
    environment = dict(aws.environment)
    if aws_provider.mirror:
        # The other process cannot tell from this one's CLI configuration which versions there are.
        environment[MIRROR_VARIABLE] = str(aws_provider.mirror.folder)
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
