"""Make typeguard recognize mocks without importing the module that defines them.

typeguard, which checks the arguments of generated classes, imports `unittest.mock` for the class
`Mock`, instances of which it lets pass. That alone imports asyncio and ssl, a sixth of all the work that
Python has to do to start an app. No such instance can exist before the module is imported.
"""

from __future__ import annotations

import builtins
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.abc import Loader
    from types import ModuleType

_MOCKS = "unittest.mock"


class _MockType(type):
    def __instancecheck__(cls, instance: object) -> bool:
        mocks = sys.modules.get(_MOCKS)
        return mocks is not None and isinstance(instance, mocks.Mock)


class _Mock(metaclass=_MockType):
    """Stands for `unittest.mock.Mock` in `isinstance`."""


def run_without_mocks(module: ModuleType, plain: Loader) -> None:
    """Run typeguard's module; what it imports as `unittest.mock.Mock` is a stand-in."""
    if _MOCKS in sys.modules:
        plain.exec_module(module)
        return

    def import_(
        name: str,
        globals_: Mapping[str, object] | None = None,
        locals_: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> object:
        if name == _MOCKS and tuple(fromlist or ()) == ("Mock",):
            return SimpleNamespace(Mock=_Mock)
        return builtins.__import__(name, globals_, locals_, fromlist or (), level)

    # Python looks up the implementation of `import` here, for the code of this one module.
    vars(module)["__builtins__"] = {**vars(builtins), "__import__": import_}
    try:
        plain.exec_module(module)
    finally:
        vars(module)["__builtins__"] = vars(builtins)
