"""Says what to write for a value that is added to a construct as if it were an aspect."""

from __future__ import annotations

from typing import NoReturn


class NotAnAspect:
    """The attribute `__jsii_type__` of a class that is applied with `apply_to`, and is not an aspect.

    jsii asks for it in `Aspects.of(scope).add(value)`, and would report that the class has no such attribute.
    """

    def __get__(self, instance: object, owner: type) -> NoReturn:
        raise AttributeError(
            f"{owner.__name__} is not an aspect; write {owner.__name__}(...).apply_to(scope)"
        )
