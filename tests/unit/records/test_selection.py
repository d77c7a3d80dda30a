"""What a selection accepts."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_eic import EventInvokeConfigError
from constructs_eic.records import Selection


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (
            {"functions": "order*"},
            "functions='order*': this is a string, not a list; give ['order*']",
        ),
        ({"conditions": "Success"}, "conditions='Success': this is a string, not a list"),
        ({"error_types": "KeyError"}, "error_types='KeyError': this is a string, not a list"),
        ({"functions": [b"orders"]}, "functions=b'orders': this is not a string"),
        ({"functions": 3}, "functions=3: this is not a list; give a list such as ['orders*']"),
        ({"functions": None}, "functions=None: this is not a list"),
        ({"newer_than": 3600}, "newer_than=3600: this is not a timedelta; give one such as"),
        ({"older_than": "6h"}, "older_than='6h': this is not a timedelta"),
        ({"older_than": True}, "older_than=True: this is not a timedelta"),
    ],
)
def test_what_is_of_another_type_is_refused(given: dict[str, Any], complaint: str) -> None:
    with pytest.raises(EventInvokeConfigError) as raised:
        Selection(**given)

    assert f"Selection: {complaint}" in str(raised.value)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(EventInvokeConfigError) as raised:
        Selection(functions="order*", newer_than=3600)  # type: ignore[arg-type]

    assert [one.argument for one in raised.value.problems] == ["functions", "newer_than"]
