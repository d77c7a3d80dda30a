"""All tests use fast start, as any app can; those that need an emulator share one, each in its own region."""

from __future__ import annotations

import os
import signal
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from constructs_eic import faststart
from tests.unit.inventory.lambda_account import LambdaAccount
from tools.emulator import emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

faststart.enable()

# What is started in the background or with `nohup` ignores these, and so do the processes that are interrupted.
for _number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, lambda _number, _frame: None)

# Several runs may use one checkout at the same time: none must find another's half-written files.
_HYPOTHESIS = TemporaryDirectory(prefix="constructs-eic-hypothesis-")
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = _HYPOTHESIS.name
# The machine may be busy: how long an example takes is not significant.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment that points AWS clients at the emulator."""
    with emulator(tmp_path_factory.mktemp("ministack") / "log") as environment:
        yield environment


AREAS = iter(
    f"{area}-{side}-{number}"
    for area in ("eu", "us", "ap", "sa", "ca", "me", "af", "il", "mx")
    for side in ("west", "east", "north", "south", "central")
    for number in range(1, 10)
)


@pytest.fixture
def account(emulated: dict[str, str]) -> LambdaAccount:
    """An empty region."""
    return LambdaAccount(emulated, next(AREAS))
