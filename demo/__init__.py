"""The main use case, run end to end: `python -m demo`."""
