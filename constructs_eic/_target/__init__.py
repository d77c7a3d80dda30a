"""Reads `function=`, `qualifier=` and `role=`: the function, its role, and where both are."""
