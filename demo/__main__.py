"""The life of an event that fails: checked, kept, inspected, and sent again, with the main example."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from demo.checking import check_the_example, check_without_failure_destination
from demo.delivery import EVENT, Delivery
from demo.deployment import Deployment
from demo.narration import DemoError, chapter, step
from demo.project import Project
from demo.recovery import deploy_the_fix, redrive
from tools import Unavailable, aws_provider
from tools.emulator import EmulatorError, emulator
from tools.framework import CLI
from tools.proxy import fresh_connections

if TYPE_CHECKING:
    from tools.aws_provider import ProviderSource


def main() -> int:
    """Run every step; 0 if everything that is claimed at the end was seen."""
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
    """Check and synthesize the main example; deploy it if Terraform and its AWS provider are available."""
    chapter("Check: a function whose failed events would be lost is found before it is deployed")
    project = Project(folder)
    check_without_failure_destination(project)
    with step(f"synthesize it as it is, with {CLI.name} synth"):
        project.synth()
    check_the_example(project)

    chapter("What the construct writes")
    print(json.dumps(project.written_by_the_construct(), indent=2))
    try:
        provider = aws_provider.find(folder)
    except Unavailable as unavailable:
        print(f"\nProved, with the {CLI.name} CLI:\n{CHECKED}")
        print(f"Not proved: that it deploys and keeps a failed event, as {unavailable}.")
        return
    in_an_emulated_account(project, provider)
    print(
        f"\nProved, with the {CLI.name} CLI, Terraform and the AWS provider:\n{CHECKED}\n{DEPLOYED}"
    )


def in_an_emulated_account(project: Project, provider: ProviderSource) -> None:
    """Deploy to an account that exists as long as the demo runs."""
    with ExitStack() as running:
        chapter("Deploy")
        for note in provider.notes:
            print(f"({note})")
        with step("start an AWS emulator (MiniStack) on a free loopback port"):
            emulated = running.enter_context(emulator(project.folder / "emulator.log"))
            account = running.enter_context(fresh_connections(emulated))
        deployed(Deployment(project, provider, account))
        with step("stop the emulator"):
            running.close()


def deployed(deployment: Deployment) -> None:
    """Deploy, let an event fail, find its record, fix the cause, send the event again, destroy."""
    with step(f"deploy the example with {CLI.name} deploy"):
        deployment.deploy()
    with step("plan again: nothing is left to change"):
        deployment.plan_again()
    delivery = Delivery(deployment.outputs(), deployment.account)
    with step("ask IAM: the function's role may send to the queue"):
        delivery.check_permission()

    chapter("An event fails")
    with step(f"invoke the function asynchronously with {json.dumps(EVENT)}"):
        delivery.invoke()
    with step("find the record of the failed event in the failure queue"):
        record = delivery.record()
    print(json.dumps(record, indent=2))
    print("(The emulator's records have no request id, and say approximateInvokeCount 3 always.)")

    chapter("The cause is fixed, and the event is sent again")
    with step(f"fix the function's code, and deploy it with {CLI.name} deploy"):
        deploy_the_fix(deployment)
    redrive(delivery, deployment)
    with step("look into the function's log: it has processed the event, once"):
        line = delivery.processed_once()
    print(f"  {line}")
    with step("look into the failure queue: it is empty"):
        delivery.check_queue_is_empty()

    chapter("Tidy up")
    with step(f"destroy the example with {CLI.name} destroy"):
        deployment.destroy()


CHECKED = """\
  - the example without its failure destination is found by `constructs-eic check`;
  - the example itself synthesizes, and the check finds nothing;"""

DEPLOYED = f"""\
  - terraform apply succeeded the first time, and a second plan is empty;
  - the function's role has the permission to send to the failure queue;
  - the event {json.dumps(EVENT)} failed, and its record arrived in the failure queue;
  - once the code was fixed, `constructs-eic redrive` sent the event again: the function
    processed it once, and the queue is empty."""


if __name__ == "__main__":
    sys.exit(main())
