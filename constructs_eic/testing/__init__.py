"""Tests of apps: what a stack becomes, as values and as snapshots.

`pip install 'constructs-eic[testing]'` brings pytest and syrupy; `docs/test-and-check.md` shows how to use it.
"""

from __future__ import annotations

from constructs_eic._lazy import lazy_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from constructs_eic.testing.assertions import assert_no_findings
    from constructs_eic.testing.configuration_values import Configuration, configurations
    from constructs_eic.testing.synthesis import synthesized

__all__ = ["Configuration", "assert_no_findings", "configurations", "synthesized"]

# pytest loads the plugin of this package in every run: it must not import what only tests of apps use.
__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "Configuration": "constructs_eic.testing.configuration_values",
        "assert_no_findings": "constructs_eic.testing.assertions",
        "configurations": "constructs_eic.testing.configuration_values",
        "synthesized": "constructs_eic.testing.synthesis",
    },
)
