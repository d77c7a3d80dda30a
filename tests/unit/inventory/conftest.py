"""What the tests of the inventory need in addition to an account in the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import AREAS
from tests.unit.inventory.fault_proxy import FaultProxy, fault_proxy
from tests.unit.inventory.lambda_account import LambdaAccount

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def other_region(emulated: dict[str, str]) -> LambdaAccount:
    """A second empty region."""
    return LambdaAccount(emulated, next(AREAS))


@pytest.fixture
def proxy(emulated: dict[str, str]) -> Iterator[FaultProxy]:
    """A proxy in front of the emulator."""
    with fault_proxy(emulated["AWS_ENDPOINT_URL"]) as running:
        yield running
