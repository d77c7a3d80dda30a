"""The main job, run for real: `python -m demo`."""
