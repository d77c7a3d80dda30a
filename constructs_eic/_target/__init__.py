"""What `function=`, `qualifier=` and `role=` accept: the function, its role, and where both are."""
