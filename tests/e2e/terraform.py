"""Terraform in one directory: a stack is written to it, planned, applied and destroyed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.framework import App, AwsProvider, LocalBackend, TerraformStack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tools.aws_provider import ProviderSource

Build: TypeAlias = "Callable[[TerraformStack], object]"

CONFIGURATION = "aws_lambda_function_event_invoke_config"
POLICY = "aws_iam_role_policy"

_LOCK = ".terraform.lock.hcl"
_FINISHES_WITHIN_SECONDS = 120


class TerraformError(AssertionError):
    """Terraform failed; the message is Terraform's own."""


@dataclass(frozen=True)
class Run:
    """What one run of `terraform plan`, `apply` or `destroy` reported with `-json`."""

    messages: Sequence[Mapping[str, Any]]

    @property
    def output(self) -> str:
        """What a user reads."""
        return "\n".join(_readable(message) for message in self.messages)

    @property
    def errors(self) -> list[str]:
        """The errors, each as its summary and detail."""
        return [_readable(message) for message in self.messages if message["@level"] == "error"]

    @property
    def summary(self) -> dict[str, int]:
        """How many resources are added, changed, imported and removed."""
        (changes,) = (each["changes"] for each in self.messages if each["type"] == "change_summary")
        return {kind: changes[kind] for kind in ("add", "change", "import", "remove")}

    @property
    def planned(self) -> dict[str, str]:
        """The planned action (`create`, `update`, `replace`, `delete`, `import`) by type of resource."""
        return dict(self._changes("planned_change"))

    @property
    def drifted(self) -> dict[str, str]:
        """What changed outside of Terraform, by type of resource."""
        return dict(self._changes("resource_drift"))

    @property
    def is_empty(self) -> bool:
        return not self.planned and set(self.summary.values()) == {0}

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        """What was changed, in its order: `start` or `complete`, the action, the type of resource."""
        return [(kind, action, address.split(".")[0]) for kind, action, address in self.moments]

    @property
    def moments(self) -> list[tuple[str, str, str]]:
        """The same with addresses instead of types."""
        return [
            (
                message["type"].removeprefix("apply_"),
                message["hook"]["action"],
                message["hook"]["resource"]["addr"],
            )
            for message in self.messages
            if message["type"] in ("apply_start", "apply_complete")
            and message["hook"]["action"] != "read"
        ]

    def _changes(self, kind: str) -> Iterator[tuple[str, str]]:
        for message in self.messages:
            if message["type"] == kind:
                change = message["change"]
                yield change["resource"]["resource_type"], change["action"]


def _readable(message: Mapping[str, Any]) -> str:
    diagnostic = message.get("diagnostic")
    if not diagnostic:
        return str(message["@message"])
    return f"{diagnostic['severity'].title()}: {diagnostic['summary']}\n{diagnostic['detail']}"


@dataclass
class Workspace:
    """One directory with one stack and its state.

    Args:
        directory: The directory; created if it does not exist.
        environment: What points the AWS provider at the emulator.
        source: Where Terraform gets the AWS provider.
        lock: A dependency lock file from an earlier `init`, so that this one has nothing to look up.
    """

    directory: Path
    environment: Mapping[str, str]
    source: ProviderSource
    lock: Path | None = None
    provider: Mapping[str, Any] = field(default_factory=dict)

    @property
    def lock_file(self) -> Path:
        return self.directory / _LOCK

    def write(self, build: Build) -> dict[str, Any]:
        """Synthesize, in a separate app, the stack that `build` fills; return its JSON."""
        self.directory.mkdir(exist_ok=True)
        app = App(outdir=str(self.directory / "cdktf.out"))
        stack = TerraformStack(app, "app")
        AwsProvider(stack, "aws", s3_use_path_style=True, **self.provider)
        LocalBackend(stack, path="terraform.tfstate")
        build(stack)
        app.synth()
        synthesized = self.directory / "cdktf.out" / "stacks" / "app"
        written = self.directory / "cdk.tf.json"
        shutil.copytree(synthesized, self.directory, dirs_exist_ok=True)
        self.source.pin(self.directory)
        if not self.lock_file.exists():
            self._init()
        document: dict[str, Any] = json.loads(written.read_text())
        return document

    def validate(self) -> list[str]:
        """What Terraform and the provider's schema find wrong with the stack."""
        finished = self._run("validate", "-json", may_fail=True)
        diagnostics = json.loads(finished.stdout)["diagnostics"]
        return [f"{each['summary']}: {each.get('detail')}" for each in diagnostics]

    def plan(self) -> Run:
        return self._report("plan", "-out=plan")

    def apply(self) -> Run:
        return self._report("apply", "-auto-approve")

    def destroy(self) -> Run:
        return self._report("destroy", "-auto-approve")

    def try_apply(self) -> Run:
        """Apply what may fail."""
        return self._report("apply", "-auto-approve", may_fail=True)

    def try_plan(self) -> Run:
        """Plan what may fail."""
        return self._report("plan", may_fail=True)

    def converge(self, build: Build) -> Run:
        """Write the stack and apply it; a second plan must be empty."""
        self.write(build)
        applied = self.apply()
        second = self.plan()
        assert second.is_empty, f"the second plan is not empty:\n{second.output}"
        return applied

    def planned(self) -> dict[str, Any]:
        """The last plan, as `terraform show -json` writes it."""
        return self._show("plan")

    def state(self) -> dict[str, Any]:
        """The attributes in the state by address, as `terraform show -json` writes them."""
        values = self._show().get("values", {})
        resources = values.get("root_module", {}).get("resources", [])
        return {resource["address"]: resource["values"] for resource in resources}

    def outputs(self) -> dict[str, Any]:
        raw = json.loads(self._run("output", "-json").stdout)
        return {name: output["value"] for name, output in raw.items()}

    def _init(self) -> None:
        if self.lock is not None:
            shutil.copy(self.lock, self.lock_file)
        self._run("init", "-input=false")

    def _show(self, *arguments: str) -> dict[str, Any]:
        shown: dict[str, Any] = json.loads(self._run("show", "-json", *arguments).stdout)
        return shown

    def _report(self, command: str, *arguments: str, may_fail: bool = False) -> Run:
        finished = self._run(command, "-json", "-input=false", *arguments, may_fail=True)
        run = Run([json.loads(line) for line in finished.stdout.splitlines()])
        if finished.returncode and not may_fail:
            raise TerraformError(f"terraform {command} failed:\n{run.output}{finished.stderr}")
        return run

    def _run(self, *arguments: str, may_fail: bool = False) -> subprocess.CompletedProcess[str]:
        command = ["terraform", *arguments]
        with (
            subprocess.Popen(
                command,
                cwd=self.directory,
                env={**os.environ, **self.environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,  # so that Ctrl-C does not interrupt it twice, which ends it at once
            ) as process
        ):
            try:
                output, errors = process.communicate()
            except KeyboardInterrupt:
                _let_finish(process)
                raise
        if process.returncode and not may_fail:
            raise TerraformError(f"terraform {arguments[0]} failed:\n{errors}")
        return subprocess.CompletedProcess(command, process.returncode, output, errors)


def _let_finish(process: subprocess.Popen[str]) -> None:
    """Interrupt Terraform, and wait: it ends what it has begun to create, and its provider with it."""
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=_FINISHES_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
