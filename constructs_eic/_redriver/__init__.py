"""The making of a `Redriver`: its arguments, the code that it deploys, its permissions and its resources."""
