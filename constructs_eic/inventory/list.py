"""The entries that a listing selects from everything it reads, and what it could not read."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from constructs_eic.aws.concurrent import Found
from constructs_eic.inventory.aws import configurations
from constructs_eic.inventory.entry import Entry
from constructs_eic.inventory.read import FunctionRead, read
from constructs_eic.inventory.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from constructs_eic.inventory.aws import Client, Function, Region
    from constructs_eic.inventory.progress import Progress


@dataclass(frozen=True)
class EntrySelection:
    """The conditions that select entries.

    Attributes:
        functions: Patterns of function names (`*`, `?`, `[abc]`; case-sensitive); none selects all.
        no_failure_destination: Only those without a destination for failed events.
        missing: Also the functions that have no configuration.
    """

    functions: Sequence[str] = ()
    no_failure_destination: bool = False
    missing: bool = False

    def selects_function(self, name: str) -> bool:
        """Return whether the function with this name is read."""
        return not self.functions or any(fnmatchcase(name, p) for p in self.functions)

    def entries(self, function: FunctionRead[Entry]) -> Iterator[Entry]:
        """The selected entries of one function."""
        if self.missing and not function.entries and function.unread is None:
            yield Entry(function.region, function.function_name)
        for entry in function.entries:
            if not (self.no_failure_destination and entry.destination("OnFailure")):
                yield entry


@dataclass
class Listing:
    """The selected entries of some regions, read once, in the order in which they arrive.

    Attributes:
        unread: What could not be read so far.
    """

    regions: Sequence[Region]
    selection: EntrySelection
    progress: AbstractContextManager[Progress]
    unread: list[Unread] = field(default_factory=list)

    def __iter__(self) -> Iterator[Entry]:
        # The bar is gone when the last entry has arrived, before anything is written below it.
        with self.progress as progress:
            for event in read(self.regions, _entries, selects=self.selection.selects_function):
                if isinstance(event, Found):
                    progress.found()
                elif isinstance(event, Unread):
                    self.unread.append(event)
                else:
                    progress.read()
                    if event.unread is not None:
                        self.unread.append(event.unread)
                    yield from self.selection.entries(event)


def _entries(client: Client, region: Region, function: Function) -> Iterator[Entry]:
    name = function["FunctionName"]
    for answer in configurations(client, name):
        yield Entry.of(region.name, name, answer)
