"""Reads everything of an app only once for each configuration.

A round trip to Node costs more than everything else. So a resource is read as a whole, in one round trip, and what
was read is kept while one configuration is created. The next configuration reads again, so that a value that is
changed on a resource in between is seen.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from constructs import IConstruct

    from constructs_eic._bindings.as_constructed import AsConstructed
    from constructs_eic._bindings.declared import Declared
    from constructs_eic._bindings.installed import TerraformStack


@dataclass
class Reading:
    """Everything that was read so far while one configuration is created in `stack`."""

    stack: TerraformStack
    declared: dict[str, Declared | AsConstructed] = field(default_factory=dict)
    other_stacks: bool | None = None
    expressions: dict[tuple[str, str], str] = field(default_factory=dict)
    origins: dict[str, TerraformStack | None] = field(default_factory=dict)
    children: dict[tuple[str, str], IConstruct | None] = field(default_factory=dict)


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def current_reading() -> Reading | None:
    """The current `Reading`, if a configuration is being created."""
    return _reading.get()


def once(known: dict[_Key, _Value] | None, key: _Key, read: Callable[[], _Value]) -> _Value:
    """Return what is stored for `key`, else what `read` returns, which is then stored."""
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]


@contextmanager
def reading(stack: TerraformStack) -> Iterator[None]:
    """Read everything only once within this context."""
    token = _reading.set(Reading(stack))
    try:
        yield
    finally:
        _reading.reset(token)
