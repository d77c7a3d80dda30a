"""The emulator, shared by the tests of the inventory; each test fills a region of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from demo.emulator import emulator
from tests.inventory.fault_proxy import FaultProxy, fault_proxy
from tests.inventory.lambda_account import LambdaAccount

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment that points AWS clients at the emulator."""
    with emulator(tmp_path_factory.mktemp("ministack") / "log") as environment:
        yield environment


_AREAS = iter(
    f"{area}-{side}-{number}"
    for area in ("eu", "us", "ap", "sa", "ca", "me", "af", "il", "mx")
    for side in ("west", "east", "north", "south", "central")
    for number in range(1, 3)
)


@pytest.fixture
def account(emulated: dict[str, str]) -> LambdaAccount:
    """An empty region."""
    return LambdaAccount(emulated, next(_AREAS))


@pytest.fixture
def other_region(emulated: dict[str, str]) -> LambdaAccount:
    """A second empty region."""
    return LambdaAccount(emulated, next(_AREAS))


@pytest.fixture
def proxy(emulated: dict[str, str]) -> Iterator[FaultProxy]:
    """A proxy before the emulator."""
    with fault_proxy(emulated["AWS_ENDPOINT_URL"]) as running:
        yield running
