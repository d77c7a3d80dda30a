"""What the `__init__.py` of a provider package looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PUBLISH = "\npublication.publish()\n"
_IMPORT = re.compile(r"from \. import (\w+)")
_LAZY = re.compile(r"^def __getattr__\(", re.MULTILINE)


class UnknownLayoutError(Exception):
    """The source is not laid out the way jsii generates it."""


@dataclass(frozen=True)
class Layout:
    """A package split where its submodules start to be imported.

    Args:
        head: All that comes before; a prefix of the file, so its line numbers are the file's.
        submodules: The submodules that the rest of the file imports, and does nothing else.
    """

    head: str
    submodules: tuple[str, ...]


def read_layout(source: str) -> Layout | None:
    """Split the source of a package, or return `None` where nothing in it waits to be deferred.

    Args:
        source: The text of the package's `__init__.py`.

    Raises:
        UnknownLayoutError: The end of the file does anything but import submodules.
    """
    if _LAZY.search(source):
        return None
    before, publish, tail = source.rpartition(_PUBLISH)
    if not publish:
        raise UnknownLayoutError("its __init__.py does not call publication.publish()")
    head = before + publish
    submodules = []
    for number, line in enumerate(tail.splitlines(), start=head.count("\n") + 1):
        if imported := _IMPORT.fullmatch(line):
            submodules.append(imported[1])
        elif line and not line.startswith("#"):
            raise UnknownLayoutError(f"line {number} of its __init__.py is not an import")
    return Layout(head, tuple(submodules)) if submodules else None
