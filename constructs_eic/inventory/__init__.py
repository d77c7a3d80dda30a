"""The asynchronous configurations of an account: reading them, showing them, and exporting them to code."""
