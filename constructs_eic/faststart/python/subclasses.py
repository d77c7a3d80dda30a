"""Let code that looks for the subclasses of a jsii class find those whose modules are not imported yet."""

from __future__ import annotations

import abc
import sys
from typing import TYPE_CHECKING

from constructs_eic.faststart.python.resolution import load_all, position_of

if TYPE_CHECKING:
    from types import ModuleType

# `isinstance` and `issubclass` of an abstract class ask for its subclasses, too: no object is of one that is not
# imported.
_ABC = abc.ABCMeta.__instancecheck__.__code__.co_filename


def load_for_subclasses(runtime: ModuleType) -> None:
    """Make `__subclasses__()` of jsii's classes import all that was deferred.

    Args:
        runtime: The module `jsii._runtime`.
    """

    def __subclasses__(cls: type) -> list[type]:  # noqa: N807 - Python names it
        if sys._getframe(1).f_code.co_filename != _ABC:  # noqa: SLF001 - what the standard library offers for it
            load_all()
        return _in_order(type.__subclasses__(cls))

    runtime.JSIIMeta.__subclasses__ = __subclasses__


def _in_order(classes: list[type]) -> list[type]:
    """The classes as if nothing were deferred: the framework's, then those of deferred packages, then the app's."""
    return sorted(classes, key=lambda each: _position(each.__module__))


def _position(module: str) -> tuple[int, int, int]:
    is_jsii_library = f"{module.partition('.')[0]}._jsii" in sys.modules
    return (1, *(position_of(module) or (-1, -1))) if is_jsii_library else (2, 0, 0)
