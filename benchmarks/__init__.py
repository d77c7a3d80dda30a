"""Measures what the package promises of speed and memory, and writes `docs/benchmarks.md`."""
