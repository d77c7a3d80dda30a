"""A map of asynchronous invocation: what invokes which function, and where its events go."""
