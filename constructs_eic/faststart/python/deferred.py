"""The object in `sys.modules` in place of a module that is imported when it is first used."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

# What code that goes through all of `sys.modules` looks at; a module that has not run has no more of it.
_KNOWN_BEFORE = frozenset(
    ("__class__", "__file__", "__name__", "__package__", "__spec__", "__loader__")
)
_NOT_THERE = frozenset(("__path__", "__warningregistry__", "__wrapped__", "__test__"))


class DeferredModule(ModuleType):
    """Imports the module when something is asked of it, and hands on what was asked."""

    def __getattribute__(self, name: str) -> object:
        if name in _KNOWN_BEFORE:
            return super().__getattribute__(name)
        if name in _NOT_THERE:
            raise AttributeError(name)
        return getattr(import_deferred(super().__getattribute__("__name__")), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(import_deferred(self.__name__), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(import_deferred(self.__name__), name)

    def __dir__(self) -> list[str]:
        return dir(import_deferred(self.__name__))


def defer_module(name: str, package: ModuleType) -> None:
    """Let `sys.modules` have the module `name` of `package`, which is imported when something is asked of it."""
    if name in sys.modules:
        return
    deferred = DeferredModule(name)
    folder = getattr(package, "__path__", [""])[0]
    submodule = name.rpartition(".")[2]
    ModuleType.__setattr__(deferred, "__file__", f"{folder}/{submodule}/__init__.py")
    ModuleType.__setattr__(deferred, "__package__", name)
    sys.modules[name] = deferred


def is_deferred(name: str) -> bool:
    """Return whether the module was not imported yet."""
    return type(sys.modules.get(name)) is DeferredModule


def import_deferred(name: str) -> ModuleType:
    """Import a module for which another one stands."""
    if is_deferred(name):
        sys.modules.pop(name, None)  # another thread may have done it
    return import_module(name)
