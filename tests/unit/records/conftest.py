"""Records that wait in the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.records.backlog import Backlog, backlog_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.inventory.lambda_account import LambdaAccount


@pytest.fixture
def backlog(account: LambdaAccount, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backlog]:
    """A function and a queue of failures; the environment of this process points at them."""
    with backlog_of(account) as made:
        for name in [name for name in made.environment if name.startswith("AWS_")]:
            monkeypatch.setenv(name, made.environment[name])
        yield made
