"""The main example through the framework's CLI, as a user runs it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from tests.e2e.terraform import CONFIGURATION, POLICY
from tools import CHECKOUT
from tools.framework import CORE, copy_example

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.cloud import Aws
    from tests.e2e.shell import Shell
    from tools.aws_provider import ProviderSource

EXAMPLE = "destinations"
FUNCTION = "orders"


def test_the_main_example_is_synthesized_compared_deployed_and_destroyed(
    aws: Aws,
    aws_provider: ProviderSource,
    shell: Shell,
    scratch: Path,
) -> None:
    folder = scratch / "cli"
    main = copy_example(EXAMPLE, folder)
    settings = json.loads((CHECKOUT / "cdktf.json").read_text())
    settings["app"] = f'"{sys.executable}" "{main}"'
    (folder / "cdktf.json").write_text(json.dumps(settings))

    def run(arguments: str) -> str:
        return shell.run(f"{CORE} {arguments}", folder)

    run("synth")
    aws_provider.pin(folder / "cdktf.out" / "stacks" / EXAMPLE)
    resources = json.loads((folder / f"cdktf.out/stacks/{EXAMPLE}/cdk.tf.json").read_text())[
        "resource"
    ]
    assert {CONFIGURATION, POLICY} <= resources.keys()

    before = run(f"diff {EXAMPLE} --skip-provider-lock --skip-synth")
    assert f"{sum(map(len, resources.values()))} to add, 0 to change, 0 to destroy" in before

    run(f"deploy {EXAMPLE} --auto-approve --skip-provider-lock --skip-synth")
    configuration = aws.configurations(FUNCTION)["$LATEST"]
    assert (configuration["age"], configuration["retries"]) == (3600, 0)
    assert ":sqs:" in configuration["on_failure"]
    assert configuration["on_success"].endswith(":event-bus/default")

    after = run(f"diff {EXAMPLE} --skip-provider-lock --skip-synth")
    assert "Your infrastructure matches the configuration." in after

    run(f"destroy {EXAMPLE} --auto-approve --skip-provider-lock --skip-synth")
    listed = aws.lambda_.list_functions()["Functions"]
    assert FUNCTION not in [each["FunctionName"] for each in listed]
