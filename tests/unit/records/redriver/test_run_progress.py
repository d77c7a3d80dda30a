"""What is shown of a run: a bar on a terminal, elsewhere a line each minute."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import time
from typing import TYPE_CHECKING

from constructs_eic.records.redriver.progress import shown
from tests.unit.inventory.lambda_account import COMMAND
from tests.unit.records.redriver.simulated_redriver import SimulatedRedriver, run_of
from tests.unit.records.redriver.test_with_command import Deployed, deployed
from tests.unit.records.test_redrive_faults import everything_on

if TYPE_CHECKING:
    import pytest

__all__ = ["deployed"]


def test_elsewhere_than_on_a_terminal_there_is_a_line_each_minute() -> None:
    aws = SimulatedRedriver(messages=60_000, refused=7)
    said: list[str] = []

    with shown(said.append, on_terminal=False, clock=aws) as report:
        run_of(aws).run(report)

    assert len(said) == 11
    assert said[0] == "about 5,507 of 60,000 taken, 7 parked; 100/s, 0:09:04 left"
    assert said[-1] == "about 60,000 of 60,000 taken, 7 parked; empty, waiting for a minute"


def test_on_a_terminal_there_is_a_bar(deployed: Deployed, request: pytest.FixtureRequest) -> None:
    deployed.backlog.fill(30)
    terminal, stderr = pty.openpty()
    environment = deployed.backlog.environment | {"TERM": "xterm", "COLUMNS": "80"}
    arguments = [*COMMAND, "redrive", "failures", "--with", "redriver", "--yes"]

    with subprocess.Popen(arguments, env=environment, stderr=stderr) as command:
        request.addfinalizer(command.kill)
        os.close(stderr)
        while deployed.mapping()["State"] != "Enabled":
            time.sleep(0.1)
        time.sleep(2)
        command.send_signal(signal.SIGTERM)
        said = everything_on(terminal)

    assert " of 30 taken, 0 parked" in said
    assert "disabling the event source mapping; a second interrupt ends at once" in said
