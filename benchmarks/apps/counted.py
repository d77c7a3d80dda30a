"""Runs another app, and prints how many requests it sent to Node, by kind: `counted.py APP:COUNT`."""

import json
import runpy
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.round_trips import round_trips

app, _, count = sys.argv[1].partition(":")
sys.argv = [app, count]
with round_trips() as trips:
    runpy.run_path(str(Path(__file__).with_name(f"{app}.py")))
print(json.dumps(Counter(trip.split()[0] for trip in trips)))
