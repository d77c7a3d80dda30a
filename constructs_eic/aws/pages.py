"""Lists that AWS returns page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from constructs_eic.aws.errors import RepeatedMarkerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_Page = TypeVar("_Page")


def pages_of(
    ask: Callable[[str | None], _Page], marker_of: Callable[[_Page], str | None]
) -> Iterator[_Page]:
    """Return the pages of a list, one after another.

    Args:
        ask: Requests a page by its marker; the first page has none.
        marker_of: The marker of the page after this one; nothing after the last page.

    Raises:
        RepeatedMarkerError: The list would never end. The page whose marker repeats is not returned.
    """
    marker: str | None = None
    seen: set[str] = set()
    while True:
        page = ask(marker)
        marker = marker_of(page)
        if marker in seen:
            raise RepeatedMarkerError(marker)
        yield page
        if not marker:
            return
        seen.add(marker)
