"""Records of asynchronous invocations: read, looked at, sent back."""
