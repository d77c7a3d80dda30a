from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from constructs_eic.faststart.relay.process import Process
from constructs_eic.faststart.relay.process_exit import notice_end
from tests.unit.faststart.child import output, run

if TYPE_CHECKING:
    from pathlib import Path


class Popen(subprocess.Popen[bytes]):
    def __init__(self, code: str) -> None:
        super().__init__([sys.executable, "-c", code])
        notice_end(self)


class Direct(Process):
    def __init__(self, code: str) -> None:
        super().__init__([sys.executable, "-c", code], dict(os.environ))
        for descriptor in (self.channel, self.output, self.error):
            os.close(descriptor)


@pytest.fixture(params=[Popen, Direct])
def start(request: pytest.FixtureRequest) -> type[Popen | Direct]:
    kind: type[Popen | Direct] = request.param
    return kind


GO_ON = "import time; time.sleep(60)"


WITHOUT_PIDFD = """
import os
del os.pidfd_open
from constructs_eic import faststart
assert faststart.enable()
from cdktf import App, TerraformStack
TerraformStack(App(), "app").synthesizer
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="this Python has no os.pidfd_open")
def test_a_python_without_pidfd_starts_fast_too(tmp_path: Path) -> None:
    assert output(run(tmp_path, WITHOUT_PIDFD)) == ""


def test_the_end_is_noticed_with_its_status(start: type[Popen | Direct]) -> None:
    child = start("raise SystemExit(3)")
    assert child.wait(timeout=60) == 3
    assert child.wait(timeout=60) == child.wait() == child.poll() == child.returncode == 3


def test_one_that_goes_on_runs_into_the_timeout(start: type[Popen | Direct]) -> None:
    child = start(GO_ON)
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(timeout=0.01)
    assert child.poll() is None
    child.terminate()
    assert child.wait() == -signal.SIGTERM


def test_one_that_is_killed(start: type[Popen | Direct]) -> None:
    child = start(GO_ON)
    child.kill()
    assert child.wait(timeout=60) == -signal.SIGKILL
    child.kill()
