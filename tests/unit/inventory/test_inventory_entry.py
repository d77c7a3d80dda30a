from __future__ import annotations

from constructs_eic.inventory.entry import Entry, FunctionEventInvokeConfig

ARN = "arn:aws:lambda:eu-west-1:123456789012:function:f"


def _entry(arn: str, name: str = "f", **answer: object) -> Entry:
    answered: FunctionEventInvokeConfig = {"FunctionArn": arn, **answer}  # type: ignore[typeddict-item]
    return Entry.of("eu-west-1", name, answered)


def test_the_qualifier_is_the_one_in_the_arn() -> None:
    assert _entry(f"{ARN}:live").qualifier == "live"
    assert _entry(f"{ARN}:$LATEST").named_qualifier == "$LATEST"


def test_an_arn_without_qualifier_is_of_latest() -> None:
    entry = _entry(ARN)

    assert entry.qualifier == "$LATEST"
    assert entry.named_qualifier is None


def test_a_colon_in_a_name_is_no_qualifier() -> None:
    assert _entry(f"{ARN}:x", name="f:x").named_qualifier is None


def test_what_was_never_set_is_none() -> None:
    entry = _entry(ARN)

    assert entry.maximum_event_age_in_seconds is None
    assert entry.maximum_retry_attempts is None
    assert entry.destination_config is None
    assert entry.destination("OnFailure") is None


def test_zero_retries_are_not_unset() -> None:
    assert _entry(ARN, MaximumRetryAttempts=0).maximum_retry_attempts == 0


def test_an_empty_outcome_has_no_destination() -> None:
    entry = _entry(ARN, DestinationConfig={"OnSuccess": {}, "OnFailure": {"Destination": "arn"}})

    assert entry.destination("OnSuccess") is None
    assert entry.destination("OnFailure") == "arn"


def test_entries_stand_in_the_order_of_latest_versions_aliases() -> None:
    qualifiers = ["live", "10", "$LATEST", "9", "blue"]

    entries = sorted((_entry(f"{ARN}:{q}") for q in qualifiers), key=lambda entry: entry.order)

    assert [entry.qualifier for entry in entries] == ["$LATEST", "9", "10", "blue", "live"]
