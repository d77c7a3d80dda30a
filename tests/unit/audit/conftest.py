"""The account that the tests of an audit share."""

from __future__ import annotations

import pytest

from tests.conftest import AREAS
from tests.unit.audit.faults import filled
from tests.unit.audit.planted import PlantedAccount
from tests.unit.inventory.lambda_account import LambdaAccount


@pytest.fixture(scope="session")
def planted(emulated: dict[str, str]) -> PlantedAccount:
    """A region with every fault."""
    return filled(PlantedAccount(emulated, next(AREAS)))


@pytest.fixture
def other_region(emulated: dict[str, str]) -> LambdaAccount:
    """Another empty region of the account."""
    return LambdaAccount(emulated, next(AREAS))
