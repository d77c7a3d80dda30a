"""The pytest plugin. pytest loads it wherever this package is installed: it imports nothing before it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion


@pytest.fixture
def terraform_snapshot(request: pytest.FixtureRequest) -> SnapshotAssertion:
    """Compares a stack with its snapshot, a small `.jsonc` file beside the test.

    `pytest --snapshot-update` writes the files. Hashes of assets are not in them; see `TerraformJsonExtension`.
    `exclude`, `include` and `matcher` work as with every extension of syrupy.

    Example::

        def test_orders(terraform_snapshot):
            assert OrdersStack(App(), "orders") == terraform_snapshot
    """
    try:
        from constructs_eic.testing.snapshots import TerraformJsonExtension
    except ModuleNotFoundError as error:
        raise pytest.UsageError(
            f"terraform_snapshot needs {error.name}: pip install 'constructs-eic[testing]'"
        ) from error
    snapshot: SnapshotAssertion = request.getfixturevalue("snapshot")
    return snapshot.use_extension(TerraformJsonExtension)
