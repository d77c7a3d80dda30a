"""Measures start-up, memory and scale, and writes `docs/benchmarks.md`: `python -m benchmarks`."""
