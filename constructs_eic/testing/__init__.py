"""Tests of apps: what a stack becomes, as values and as snapshots.

`pip install 'constructs-eic[testing]'` brings pytest and syrupy; `docs/test-and-check.md` shows how to use it.
"""

from __future__ import annotations

from constructs_eic.testing.assertions import assert_no_findings
from constructs_eic.testing.configurations import Configuration, configurations
from constructs_eic.testing.synthesis import synthesized

__all__ = ["Configuration", "assert_no_findings", "configurations", "synthesized"]
