from __future__ import annotations

import subprocess
import sys

import pytest

from constructs_eic.faststart.ending import notice_end


def start(code: str) -> subprocess.Popen[bytes]:
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    notice_end(child)
    return child


def test_the_end_is_noticed_with_its_status() -> None:
    with start("raise SystemExit(3)") as child:
        assert child.wait(timeout=60) == 3
        assert child.wait(timeout=60) == child.wait() == 3


def test_one_that_goes_on_runs_into_the_timeout() -> None:
    with start("input()") as child:
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(timeout=0.01)
        child.communicate(b"\n")
        assert child.wait(timeout=60) == 0
