"""Requests an attribute from Node repeatedly, and prints the shortest time: `round_trip.py`."""

import json
import time

from cdktf import App, TerraformStack

node = TerraformStack(App(), "stack").node
batches = []
for _ in range(20):
    started = time.perf_counter()
    for _ in range(250):
        node.id  # noqa: B018
    batches.append((time.perf_counter() - started) / 250)
print(json.dumps({"microseconds": min(batches) * 1e6}))
