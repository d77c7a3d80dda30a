"""Deploy the main example to an emulator, let an event fail, and show that it is not lost."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import boto3

from demo.emulator import EmulatorError, emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CDKTF = ROOT / "node_modules" / ".bin" / "cdktf"
STACK = "destinations"
EVENT = {"order": 42, "fail": True}
RECORD_WITHIN_SECONDS = 60


class DemoError(Exception):
    """A step did not do what it promises."""


def main() -> int:
    """Run every step; 0 where all that is claimed at the end was seen."""
    if shutil.which("terraform") is None:
        print(
            "The demo needs Terraform on PATH: install it from developer.hashicorp.com/terraform/install.",
            file=sys.stderr,
        )
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with tempfile.TemporaryDirectory(prefix="constructs-eic-demo-") as folder:
            run(Path(folder))
    except (DemoError, EmulatorError) as error:
        print(f"\nThe demo failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; everything the demo started is stopped.", file=sys.stderr)
        return 130
    return 0


def run(folder: Path) -> None:
    """The steps, in a folder of their own: a state that `cdktf deploy` left in the checkout is not touched."""
    app = (
        f'"{sys.executable}" -m constructs_eic.faststart "{ROOT / "examples" / STACK / "main.py"}"'
    )
    settings = json.loads((ROOT / "cdktf.json").read_text())
    (folder / "cdktf.json").write_text(json.dumps({**settings, "app": app}))
    with ExitStack() as started:
        with step("start an AWS emulator (MiniStack) on a free loopback port"):
            environment = started.enter_context(emulator(folder / "emulator.log"))
        deployed(folder, environment)
        with step("stop the emulator"):
            started.close()
    print(PROVED)


def deployed(folder: Path, environment: dict[str, str]) -> None:
    """Synthesize, deploy, fail an event, find it, destroy."""
    shell = Shell(folder, environment)
    with step("synthesize the main example with cdktf synth"):
        shell.run(str(CDKTF), "synth")
    with step("deploy it with cdktf deploy"):
        shell.run(str(CDKTF), "deploy", STACK, "--auto-approve", "--skip-provider-lock")
    with step("plan again: nothing is left to change"):
        shell.run("terraform", f"-chdir=cdktf.out/stacks/{STACK}", "plan", "-detailed-exitcode")
    outputs = shell.outputs()
    with step("ask IAM: the function's role may send to the queue"):
        check_permission(outputs, environment)
    with step(f"invoke the function asynchronously with {json.dumps(EVENT)}"):
        invoke(outputs["function_name"], environment)
    with step("find the record of the failed event in the failure queue"):
        record = received(outputs["failure_queue_url"], environment)
    print(json.dumps(record, indent=2))
    print(
        "(The emulator says approximateInvokeCount 3 whatever the retries are; here there are none.)"
    )
    with step("destroy it with cdktf destroy"):
        shell.run(str(CDKTF), "destroy", STACK, "--auto-approve")


PROVED = f"""
Proved, with the real cdktf CLI, Terraform and AWS provider:
  - terraform apply succeeded the first time, and a second plan is empty;
  - the function's role has the permission to send to the failure queue;
  - the event {json.dumps(EVENT)} failed, and its record arrived in the failure queue."""


class Shell:
    """Runs commands in the demo's folder and keeps quiet about those that succeed."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            **environment,
            "CHECKPOINT_DISABLE": "1",
            "CDKTF_DISABLE_PLUGIN_CACHE_ENV": "1",
        }

    def run(self, *command: str) -> str:
        """Run `command` to its end and give back its output.

        Raises:
            DemoError: with the output, where the exit code is not 0.
        """
        with subprocess.Popen(
            command,
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                output, _ = process.communicate()
            except BaseException:
                os.killpg(process.pid, signal.SIGTERM)
                raise
        if process.returncode != 0:
            raise DemoError(f"{' '.join(command)} ended with {process.returncode}\n{told(output)}")
        return output

    def outputs(self) -> dict[str, str]:
        """The stack's outputs."""
        text = self.run("terraform", f"-chdir=cdktf.out/stacks/{STACK}", "output", "-json")
        return {name: output["value"] for name, output in json.loads(text).items()}


def told(output: str) -> str:
    """The last lines of `output` that say something: without colours and spinners."""
    plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", output)
    lines = [
        line
        for line in plain.splitlines()
        if line.strip() and not re.match(r"[\u2800-\u28ff]", line)
    ]
    return "\n".join(lines[-40:])


def session(environment: dict[str, str]) -> boto3.Session:
    """AWS clients for the emulator."""
    os.environ.update(environment)
    return boto3.Session()


def check_permission(outputs: dict[str, str], environment: dict[str, str]) -> None:
    """Have IAM simulate the delivery; the emulator itself delivers without asking."""
    aws = session(environment)
    role = aws.client("lambda").get_function(FunctionName=outputs["function_name"])
    queue = aws.client("sqs").get_queue_attributes(
        QueueUrl=outputs["failure_queue_url"], AttributeNames=["QueueArn"]
    )
    answer = aws.client("iam").simulate_principal_policy(
        PolicySourceArn=role["Configuration"]["Role"],
        ActionNames=["sqs:SendMessage"],
        ResourceArns=[queue["Attributes"]["QueueArn"]],
    )
    decisions = [result["EvalDecision"] for result in answer["EvaluationResults"]]
    if decisions != ["allowed"]:
        raise DemoError(f"IAM says {decisions}")


def invoke(function_name: str, environment: dict[str, str]) -> None:
    """Hand the event to Lambda, which answers before the function runs."""
    answer = (
        session(environment)
        .client("lambda")
        .invoke(FunctionName=function_name, InvocationType="Event", Payload=json.dumps(EVENT))
    )
    if answer["StatusCode"] != 202:
        raise DemoError(f"Lambda did not accept the event: {answer}")


def received(queue_url: str, environment: dict[str, str]) -> dict[str, object]:
    """The record that Lambda sent to the queue."""
    sqs = session(environment).client("sqs")
    deadline = time.monotonic() + RECORD_WITHIN_SECONDS
    while time.monotonic() < deadline:
        messages = sqs.receive_message(QueueUrl=queue_url, WaitTimeSeconds=5).get("Messages", [])
        for message in messages:
            record = cast("dict[str, object]", json.loads(message["Body"]))
            payload = cast("dict[str, object]", record["requestPayload"])
            if EVENT.items() <= payload.items():  # the emulator adds fields of its own
                return record
    raise DemoError(f"no record of {EVENT} within {RECORD_WITHIN_SECONDS} s")


@contextmanager
def step(promise: str) -> Iterator[None]:
    """Say what is being done, then how it ended and how long it took."""
    if sys.stdout.isatty():
        print(f"… {promise}", end="\r", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print(f"✗ {promise}", flush=True)
        raise
    print(f"✓ {promise} ({time.monotonic() - started:.1f} s)", flush=True)


if __name__ == "__main__":
    sys.exit(main())
