"""Pure Python: what a value is, and how it is read; nothing here knows the framework."""
