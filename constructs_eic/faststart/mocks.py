"""Have typeguard recognise mocks without importing what makes them.

typeguard, which checks the arguments of generated classes, imports `unittest.mock` for the class
`Mock`, instances of which it lets pass. That alone imports asyncio and ssl, a sixth of all that
Python has to do to start an app. There is no such instance before somebody has imported it.
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

    # Python takes what `import` does from here, for the code of this one module.
    vars(module)["__builtins__"] = {**vars(builtins), "__import__": import_}
    try:
        plain.exec_module(module)
    finally:
        vars(module)["__builtins__"] = vars(builtins)
