"""Measures the speed and memory use that the package promises, and writes `docs/benchmarks.md`."""
