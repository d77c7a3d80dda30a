"""Evaluate the type hints of a generated function once, not on each call.

Before a constructor of a generated class checks its arguments, it calls `typing.get_type_hints` to
evaluate the hints of a stub, a function that belongs only to that constructor. They cannot change.
Newer releases of jsii generate code that keeps them.
"""

from __future__ import annotations

import typing
from functools import wraps
from types import FunctionType

_STUB = "_typecheckingstub__"
_HINTS = "__constructs_eic_hints__"


def evaluate_once() -> None:
    """Make `typing.get_type_hints` keep what it returns for a generated stub, and for nothing else."""
    evaluate = typing.get_type_hints

    @wraps(evaluate)
    def get_type_hints(obj: object, *arguments: object, **options: object) -> dict[str, object]:
        if type(obj) is not FunctionType or arguments or options:
            return evaluate(obj, *arguments, **options)  # type: ignore[arg-type]
        kept: dict[str, object] | None = obj.__dict__.get(_HINTS)
        if kept is None:
            kept = evaluate(obj)
            if obj.__name__.startswith(_STUB):
                obj.__dict__[_HINTS] = kept
        return kept

    vars(typing)["get_type_hints"] = get_type_hints
