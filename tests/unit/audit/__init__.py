"""Tests of the audit of an account."""
