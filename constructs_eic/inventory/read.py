"""Reads many functions in many regions concurrently; reports what cannot be read, and continues with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from constructs_eic.aws.concurrent import Found, read_concurrently
from constructs_eic.aws.errors import UNREACHABLE, reason_of
from constructs_eic.inventory.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from constructs_eic.inventory.aws import Client, Function, Region

Content = TypeVar("Content")


@dataclass(frozen=True)
class FunctionRead(Generic[Content]):
    """All that could be read of one function.

    Attributes:
        region: The function's region.
        function_name: The function's name.
        entries: What was read of it.
        unread: Why that is not complete, if it is not.
    """

    region: str
    function_name: str
    entries: Sequence[Content]
    unread: Unread | None


def read(
    regions: Sequence[Region],
    of_function: Callable[[Client, Region, Function], Iterable[Content]],
    *,
    selects: Callable[[str], bool],
) -> Iterator[Found | FunctionRead[Content] | Unread]:
    """Read every function, as they arrive.

    Args:
        regions: Where to read.
        of_function: Reads one function; an exception is reported as the reason why it could not be read to its end.
        selects: Whether a function with this name is selected.

    Returns:
        `Found` and, later, `FunctionRead` for each function; `Unread` for a region whose list of functions broke
        off.
    """
    sources = [_FunctionsOf(region, of_function, selects) for region in regions]
    return read_concurrently(sources)


class _FunctionsOf(Generic[Content]):
    def __init__(
        self,
        region: Region,
        of_function: Callable[[Client, Region, Function], Iterable[Content]],
        selects: Callable[[str], bool],
    ) -> None:
        self._region = region
        self._of_function = of_function
        self._selects = selects
        self._listed: set[str] = set()
        self._is_out_of_reach = False

    @property
    def workers(self) -> int:
        return len(self._region.clients)

    def items(self) -> Iterator[Function]:
        for function in self._region.functions():
            name = function["FunctionName"]
            if name in self._listed:  # pages shift as functions come and go: one may be on two
                continue
            self._listed.add(name)
            if self._selects(name):
                yield function

    def broke_off(self, error: Exception, _listed: int) -> Unread:
        reason = reason_of(error)
        if self._listed:
            reason = reason.about(f"the list of functions broke off after {len(self._listed)}")
        return Unread(self._region.name, "", reason)

    def read(self, item: Function, worker: int) -> FunctionRead[Content]:
        region, name = self._region, item["FunctionName"]
        # If the endpoint has gone, do not wait as long for the rest: it may or may not come back.
        asked = region.scout if self._is_out_of_reach else region.clients[worker]
        entries: list[Content] = []
        unread = None
        try:
            entries.extend(self._of_function(asked, region, item))
            self._is_out_of_reach = False
        except Exception as error:
            unread = Unread(region.name, name, reason_of(error))
            self._is_out_of_reach = isinstance(error, UNREACHABLE)
        return FunctionRead(region.name, name, entries, unread)
