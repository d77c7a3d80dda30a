"""Tests of constructs_eic."""
