"""The rules that only an account can be checked by, one in each file."""

from __future__ import annotations

from typing import Final

AUDIT_RULES: Final = (
    f"{__name__}.destination_that_does_not_exist",
    f"{__name__}.configuration_of_nothing",
)
"""Their modules."""
