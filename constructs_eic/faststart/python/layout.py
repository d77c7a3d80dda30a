"""The layout of a provider package, which is read from its `__init__.py`."""

from __future__ import annotations

import re
from typing import NamedTuple

_PUBLISH = "\npublication.publish()\n"
_LAZY = "\ndef __getattr__("
_IMPORT = re.compile(r"^from \. import (\w+)$", re.MULTILINE)
_IMPORTS = re.compile(r"(?:from \. import \w+\n|#.*\n|\n)*")


class UnknownLayoutError(Exception):
    """The source is not laid out the way jsii generates it."""


class Layout(NamedTuple):
    """A package split where its submodules start to be imported.

    Attributes:
        head: Everything before that; a prefix of the file, so its line numbers are the file's.
        submodules: The submodules that the rest of the file imports, without doing anything else; empty if the
            package defers its submodules itself.
    """

    head: str
    submodules: tuple[str, ...]


def read_layout(source: str) -> Layout | None:
    """Split the source of a package, or return `None` if it has no submodules.

    Args:
        source: The text of the package's `__init__.py`.

    Raises:
        UnknownLayoutError: The end of the file does anything other than import submodules.
    """
    if _LAZY in source:
        return Layout(source, ())
    before, publish, tail = source.rpartition(_PUBLISH)
    if not publish:
        raise UnknownLayoutError("its __init__.py does not call publication.publish()")
    if unknown := _IMPORTS.sub("", tail, count=1):
        line = source.removesuffix(unknown).count("\n") + 1
        raise UnknownLayoutError(f"line {line} of its __init__.py is not an import")
    submodules = _IMPORT.findall(tail)
    return Layout(before + publish, tuple(submodules)) if submodules else None
