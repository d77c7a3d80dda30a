"""The one question of `make aws` that takes Terraform; the others are asked in the unit tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tools import CHECKOUT
from tools.aws_provider import MIRROR_VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cloud import Aws
    from tools.aws_provider import ProviderSource


def test_a_stack_applies_delivers_and_goes_away(
    aws: Aws, aws_provider: ProviderSource, tmp_path: Path
) -> None:
    environment = dict(aws.environment)
    if aws_provider.mirror:
        # The other process cannot tell from this one's CLI configuration which versions there are.
        environment[MIRROR_VARIABLE] = str(aws_provider.mirror.folder)
    endpoint, region = environment.pop("AWS_ENDPOINT_URL"), environment["AWS_REGION"]
    named = ["--account", "000000000000", "--region", region, "--prefix", "e2e"]
    how = ["--endpoint", endpoint, "--yes", "--patience", "30", "--recorded", str(tmp_path)]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.aws", "run", "--only", "deployment", *named, *how],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    answers = json.loads((tmp_path / "deployment.json").read_text("utf-8"))["answers"]
    assert answers["a record arrived"]
    assert answers["applied"].keys() == answers["destroyed"].keys()
    # The emulator answers without an alarm's dimensions: see `test_alarms.py`.
    assert answers["second plan"]["aws_cloudwatch_metric_alarm"] == "update"
    assert "aws_lambda_function_event_invoke_config" not in answers["second plan"]
