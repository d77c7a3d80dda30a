"""Each extra installs what it promises, and what is installed works."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.install.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.install.conftest import Environment

    Environments = Callable[[str], Environment]

BINDINGS = {"cdktf": "cdktf_cdktf_provider_aws", "cdktn": "cdktn_provider_aws"}
APP = """
import warnings
warnings.simplefilter("error")
from constructs_eic import faststart
faststart.enable()
from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs_eic import EventInvokeConfig, LostEventAlarms, SqsDestination
app = App()
stack = TerraformStack(app, "orders")
AwsProvider(stack, "aws", region="eu-west-1")
EventInvokeConfig(
    stack, "async", function="orders", on_failure=SqsDestination(), alarms=LostEventAlarms()
)
app.synth()
"""


def written_with(framework: str, source: str) -> str:
    source = source.replace(BINDINGS["cdktf"], BINDINGS[framework])
    return re.sub(r"^(\s*from) cdktf import", rf"\1 {framework} import", source, flags=re.MULTILINE)


def installed(environment: Environment) -> set[str]:
    listed = environment.run(ROOT, "-m", "pip", "list", "--format", "json").stdout
    return {each["name"].lower().replace("_", "-") for each in json.loads(listed)}


def assert_synthesizes(environment: Environment, framework: str, folder: Path) -> None:
    (folder / "main.py").write_text(written_with(framework, APP))
    ran = environment.run(folder, "main.py")
    assert ran.returncode == 0, ran.stderr
    document = json.loads((folder / "cdktf.out" / "stacks" / "orders" / "cdk.tf.json").read_text())
    assert {"aws_lambda_function_event_invoke_config", "aws_sqs_queue"} <= set(document["resource"])


@pytest.mark.parametrize("extras", ["cli", "cdktf,testing", "cdktn", "cdktf,cdktn"])
def test_what_is_installed_goes_together(environment: Environments, extras: str) -> None:
    checked = environment(extras).run(ROOT, "-m", "pip", "check")
    assert checked.returncode == 0, checked.stdout


def test_without_a_framework_it_says_what_to_install(
    environment: Environments, tmp_path: Path
) -> None:
    without = environment("cli")
    assert not installed(without) & {"cdktf", "cdktn", "pytest", "syrupy"}
    script = "from constructs_eic._bindings.framework import core; core.App"
    failed = without.run(tmp_path, "-c", script)
    assert failed.stderr.splitlines()[-1].endswith(
        "FrameworkError: neither cdktf's nor cdktn's AWS bindings are installed: "
        "pip install 'constructs-eic[cdktn]' or pip install 'constructs-eic[cdktf]'"
    )


def test_the_base_needs_constructs_alone(environment: Environments) -> None:
    script = (
        "from importlib.metadata import requires; print(*requires('constructs-eic'), sep='\\n')"
    )
    needed = environment("cli").run(ROOT, "-c", script).stdout.splitlines()
    of_the_base = [each for each in needed if "extra ==" not in each]
    assert [re.match(r"[\w-]+", each)[0] for each in of_the_base] == ["constructs"]  # type: ignore[index]


@pytest.mark.parametrize(("extras", "framework"), [("cdktf,testing", "cdktf"), ("cdktn", "cdktn")])
def test_each_framework_alone_works(
    environment: Environments, extras: str, framework: str, tmp_path: Path
) -> None:
    alone = environment(extras)
    other = {"cdktf": "cdktn", "cdktn": "cdktf"}[framework]
    assert other not in installed(alone)
    assert_synthesizes(alone, framework, tmp_path)


@pytest.mark.parametrize("framework", BINDINGS)
def test_both_frameworks_work_side_by_side(
    environment: Environments, framework: str, tmp_path: Path
) -> None:
    assert_synthesizes(environment("cdktf,cdktn"), framework, tmp_path)


def test_the_command_needs_no_framework(environment: Environments, tmp_path: Path) -> None:
    (tmp_path / "stack.tf.json").write_text("{}")
    command = environment("cli").python.with_name("constructs-eic")
    checked = subprocess.run(
        [command, "check", "stack.tf.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_the_testing_kit_is_there(environment: Environments, tmp_path: Path) -> None:
    listed = environment("cdktf,testing").run(tmp_path, "-m", "pytest", "--fixtures", "-q")
    assert "terraform_snapshot" in listed.stdout


@pytest.mark.parametrize(("extras", "framework"), [("cdktf,testing", "cdktf"), ("cdktn", "cdktn")])
@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_planted_mistakes_are_found_and_nothing_else(
    environment: Environments, extras: str, framework: str, checker: str, tmp_path: Path
) -> None:
    """In `public_api.py`, each `type: ignore` is a mistake; a checker reports one that it does not need."""
    api = (ROOT / "tests" / "typing" / "public_api.py").read_text("utf-8")
    (tmp_path / "api.py").write_text(written_with(framework, api))
    commands = {"mypy": mypy, "pyright": pyright}
    command = commands[checker](environment(extras).python, BINDINGS[framework], tmp_path)
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def mypy(python: Path, bindings: str, folder: Path) -> list[str]:
    # The package's __init__ names 2,400 modules, which take minutes to check.
    settings = f"[mypy]\nstrict = true\n[mypy-{bindings}]\nfollow_imports = skip\n"
    (folder / "mypy.ini").write_text(settings)
    return [sys.executable, "-m", "mypy", "--python-executable", str(python), "api.py"]


def pyright(python: Path, _: str, folder: Path) -> list[str]:
    program = ROOT / "node_modules" / "pyright" / "index.js"
    if not program.exists():
        pytest.skip("pyright is not installed in node_modules")
    settings = {"typeCheckingMode": "strict", "reportUnnecessaryTypeIgnoreComment": "error"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    return ["node", str(program), "--pythonpath", str(python), "api.py"]
