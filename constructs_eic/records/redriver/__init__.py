"""Runs the forwarder that `Redriver` deploys: from Python, as `redrive --with` does it."""
