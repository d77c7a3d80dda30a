"""Deploy the main example to an emulator, let an event fail, and show that it is not lost."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from demo.delivery import EVENT, Delivery
from demo.deployment import Deployment
from demo.emulator import EmulatorError, emulator
from demo.narration import DemoError, step
from demo.project import Project
from demo.proxy import fresh_connections
from tools import Unavailable, aws_provider

if TYPE_CHECKING:
    from tools.aws_provider import ProviderSource


def main() -> int:
    """Run every step; 0 where all that is claimed at the end was seen."""
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
    """Synthesize the main example; deploy it and let an event fail, where Terraform and its AWS provider are."""
    project = Project(folder)
    with step("synthesize the main example with cdktf synth"):
        project.synth()
    print(json.dumps(project.written_by_the_construct(), indent=2))
    try:
        provider = aws_provider.find(folder)
    except Unavailable as unavailable:
        print(
            f"{SYNTHESIZED}\nNot proved: that it deploys and keeps a failed event, as {unavailable}."
        )
        return
    for note in provider.notes:
        print(f"({note})")
    in_an_emulated_account(project, provider)
    print(PROVED)


def in_an_emulated_account(project: Project, provider: ProviderSource) -> None:
    """Deploy into an account that lasts as long as the demo."""
    with ExitStack() as running:
        with step("start an AWS emulator (MiniStack) on a free loopback port"):
            emulated = running.enter_context(emulator(project.folder / "emulator.log"))
            account = running.enter_context(fresh_connections(emulated))
        deployed(Deployment(project, provider, account))
        with step("stop the emulator"):
            running.close()


def deployed(deployment: Deployment) -> None:
    """Deploy, fail an event, find its record, destroy."""
    with step("deploy it with cdktf deploy"):
        deployment.deploy()
    with step("plan again: nothing is left to change"):
        deployment.plan_again()
    delivery = Delivery(deployment.outputs(), deployment.account)
    with step("ask IAM: the function's role may send to the queue"):
        delivery.check_permission()
    with step(f"invoke the function asynchronously with {json.dumps(EVENT)}"):
        delivery.invoke()
    with step("find the record of the failed event in the failure queue"):
        record = delivery.record()
    print(json.dumps(record, indent=2))
    print(
        "(The emulator says approximateInvokeCount 3 whatever the retries are; here there are none.)"
    )
    with step("destroy it with cdktf destroy"):
        deployment.destroy()


SYNTHESIZED = """
Proved, with the real cdktf CLI:
  - the main example synthesizes, to the JSON above and what it refers to."""

PROVED = f"""
Proved, with the real cdktf CLI, Terraform and AWS provider:
  - terraform apply succeeded the first time, and a second plan is empty;
  - the function's role has the permission to send to the failure queue;
  - the event {json.dumps(EVENT)} failed, and its record arrived in the failure queue."""


if __name__ == "__main__":
    sys.exit(main())
