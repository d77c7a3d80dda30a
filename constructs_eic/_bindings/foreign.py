"""Which jsii libraries only do what the app's Python asks of them, and which may do more.

The framework and prebuilt provider packages create only what Python creates through their classes. Another library,
such as constructs written in TypeScript, may create stacks and resources of its own.
"""

from __future__ import annotations

from functools import cache

# jsii calls what Python itself implements an "Object".
_KNOWN = ("constructs", "cdktf", "cdktn", "Object")
PROVIDERS = ("@cdktf/provider-", "@cdktn/provider-")


def is_foreign(name: str) -> bool:
    """Whether the name of a type (`cdktf.App`) or of an object (`cdktf.App@10000`) belongs to another library."""
    return not name.startswith("Object@") and _is_foreign_assembly(name.partition(".")[0])


@cache
def _is_foreign_assembly(assembly: str) -> bool:
    return assembly not in _KNOWN and not assembly.startswith(PROVIDERS)
