"""typeguard still lets mocks pass, and only code that creates mocks imports them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.framework import CORE
from tests.unit.faststart.child import ENABLE, output, run

if TYPE_CHECKING:
    from pathlib import Path

OFF = {"CONSTRUCTS_EIC_FASTSTART": "0"}
APP = """
import sys
import typeguard
print("unittest.mock" in sys.modules)
for value in 1, "x", object():
    try:
        typeguard.check_type(argname="value", value=value, expected_type=int)
        print("passes")
    except TypeError as error:
        print(str(error).partition(" at ")[0])
"""
MOCKS = """
from unittest.mock import MagicMock, Mock
for kind in Mock, MagicMock:
    typeguard.check_type(argname="value", value=kind(), expected_type=int)
print(type(typeguard.__builtins__), typeguard.__loader__.__class__, typeguard.check_type.__module__)
"""


@pytest.mark.parametrize("before", ["", "import unittest.mock\n"])
def test_typeguard_checks_the_same(tmp_path: Path, before: str) -> None:
    fast, *rest = output(run(tmp_path, before + ENABLE + APP + MOCKS)).splitlines()
    plain = output(run(tmp_path, before + ENABLE + APP + MOCKS, environment=OFF)).splitlines()
    assert plain == ["True", *rest]
    assert fast == str(before != "")


def test_an_app_starts_without_mocks(tmp_path: Path) -> None:
    app = ENABLE + f"import sys, {CORE}; print({{'asyncio', 'unittest.mock'}} & set(sys.modules))"
    assert output(run(tmp_path, app)) == "set()\n"
