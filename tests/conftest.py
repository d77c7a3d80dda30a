"""All tests start fast, as every app can."""

from constructs_eic import faststart

faststart.enable()
