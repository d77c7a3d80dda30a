"""What is remembered of one app: one object for each app, in which each module keeps a part of its own."""

from __future__ import annotations

from typing import TypeVar, cast

Part = TypeVar("Part")


class AppState:
    """All that this package remembers of one app.

    Examples:
        >>> state = AppState()
        >>> state.part(list).append("orders")
        >>> state.part(list)
        ['orders']
    """

    def __init__(self) -> None:
        self._parts: dict[type, object] = {}

    def part(self, kind: type[Part]) -> Part:
        """What the module that defines `kind` remembers; made when it is first asked for."""
        if kind not in self._parts:
            self._parts[kind] = kind()
        return cast("Part", self._parts[kind])


# By the identity of the app: jsii may stand another Python object for the same app, and never lets one go.
_states: dict[str, AppState] = {}


def state_of(app: str) -> AppState:
    """What is remembered of the app with this identity."""
    return _states.setdefault(app, AppState())
