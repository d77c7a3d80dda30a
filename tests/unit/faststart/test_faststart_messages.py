"""What is sent to Node and back is the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.unit.faststart.child import ENABLE, output, run

if TYPE_CHECKING:
    from pathlib import Path

APP = r"""
import datetime
import json
from cdktf import App, TerraformStack, Token

stack = TerraformStack(App(), "stack")
now = datetime.datetime(2026, 11, 24, 12, 30)
for value in [
    "ä\u2028 \U0001f600\0", "\ud800", 0, -1.5, 1e300, True, [None, {"a": []}], {}, stack,
    now.replace(tzinfo=datetime.timezone.utc), now, object, b"bytes", {1: 2}, {3},
]:
    try:
        stack.node.set_context("key", value)
        print(ascii(stack.node.get_context("key")))
    except Exception as error:
        print(type(error), ascii(str(error)))
try:
    stack.node.get_context("missing")
except Exception as error:
    print(type(error), error)
import jsii._kernel.providers.process as process
try:
    process.json.loads(b"")
except ValueError as error:
    print(type(error), error)
print(process.json.loads("1"), process.json.dumps({"a": 1}, indent=1), json.loads.__module__)
"""


def test_every_value_arrives_as_it_would(tmp_path: Path) -> None:
    plain, fast = output(run(tmp_path, APP)), output(run(tmp_path, ENABLE + APP))
    addresses = re.compile(" at 0x[0-9a-f]+")
    assert addresses.sub("", fast) == addresses.sub("", plain)
