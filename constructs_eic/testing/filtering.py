"""Applies `exclude`, `include` and `matcher` of a snapshot to a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from syrupy.types import PropertyFilter, PropertyMatcher, PropertyPath


@dataclass(frozen=True)
class Filters:
    """The arguments that every extension of syrupy takes.

    Attributes:
        exclude: Which entries are left out, by name and path.
        include: Which entries alone are kept.
        matcher: What stands for a value.
    """

    exclude: PropertyFilter | None = None
    include: PropertyFilter | None = None
    matcher: PropertyMatcher | None = None

    def apply(self, value: Any, path: PropertyPath = ()) -> object:  # noqa: ANN401 - syrupy's type
        """Return what is left of a value at a path, whose steps are keys or positions, each with its type."""
        if self.matcher is not None:
            value = self.matcher(data=value, path=path)
        if isinstance(value, dict):
            return {
                key: self.apply(each, (*path, (key, type(each))))
                for key, each in value.items()
                if self._keeps(key, path)
            }
        if isinstance(value, (list, tuple)):
            return [self.apply(each, (*path, (key, type(each)))) for key, each in enumerate(value)]
        # What a matcher gives need not be JSON.
        return value if value is None or isinstance(value, (str, int, float)) else repr(value)

    def _keeps(self, key: str, path: PropertyPath) -> bool:
        is_excluded = self.exclude is not None and self.exclude(prop=key, path=path)
        return not is_excluded and (self.include is None or self.include(prop=key, path=path))
