from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.unit.inventory.lambda_account import ROLE, LambdaAccount, zipped
from tools.emulator import emulator

if TYPE_CHECKING:
    from pathlib import Path

HANDLER = """
import os
import time
from pathlib import Path

def handler(event, context):
    child = os.fork()  # MiniStack ends the process that it started, and does not know of this one
    if not child:
        time.sleep(600)
    Path(event).write_text(str(child))
"""


def is_running(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def test_nothing_of_the_emulator_goes_on_after_it(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    with emulator(tmp_path / "log") as environment:
        client = LambdaAccount(environment, environment["AWS_REGION"]).client
        client.create_function(
            FunctionName="tells",
            Runtime="python3.12",
            Role=ROLE,
            Handler="index.handler",
            Code={"ZipFile": zipped(HANDLER)},
        )
        client.invoke(FunctionName="tells", Payload=f'"{told}"')
        pid = int(told.read_text())
        assert is_running(pid)

    for _ in range(100):  # until the process that took it over has seen its end
        if not is_running(pid):
            break
        time.sleep(0.1)
    assert not is_running(pid)
