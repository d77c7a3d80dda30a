"""The state of one app: one object for each app, in which each module keeps its own part."""

from __future__ import annotations

from typing import TypeVar, cast

Part = TypeVar("Part")


class AppState:
    """Everything that this package remembers about one app.

    Examples:
        >>> state = AppState()
        >>> state.part(list).append("orders")
        >>> state.part(list)
        ['orders']
    """

    def __init__(self) -> None:
        self._parts: dict[type, object] = {}

    def part(self, kind: type[Part]) -> Part:
        """Return what the module that defines `kind` remembers; created when it is first requested."""
        if kind not in self._parts:
            self._parts[kind] = kind()
        return cast("Part", self._parts[kind])


# By the identity of the app: jsii may stand another Python object for the same app, and never lets one go.
_states: dict[str, AppState] = {}


def state_of(app: str) -> AppState:
    """Return what is remembered about the app with this identity."""
    return _states.setdefault(app, AppState())
