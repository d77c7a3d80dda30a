"""The asynchronous configurations that an account has: read, shown, taken into code."""
