"""What a reviewer of the app relies on: run with `pytest`, after `pytest --snapshot-update` once."""

from cdktf import App
from main import Example
from syrupy.assertion import SnapshotAssertion

from constructs_eic.testing import assert_no_findings, configurations


def test_it_is_as_it_was_reviewed(terraform_snapshot: SnapshotAssertion) -> None:
    assert Example(App(), "whole-app") == terraform_snapshot


def test_every_alias_keeps_its_failed_events() -> None:
    found = configurations(Example(App(), "whole-app"))
    assert {(each.function_name, each.qualifier) for each in found} == {
        ("invoices", "live"),
        ("orders", "live"),
    }
    assert len(found) == 4
    assert all(each.on_failure for each in found)


def test_no_event_is_lost() -> None:
    assert_no_findings(Example(App(), "whole-app"))
