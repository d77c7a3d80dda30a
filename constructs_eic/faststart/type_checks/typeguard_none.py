"""Let an argument that is left out pass its check immediately.

Generated classes have typeguard check every argument, and most arguments are `None` because they are
left out. For `None` as an `Optional[Union[...]]`, typeguard 2 first tries every other member of the
union and creates an error for each: nine tenths of the time that all checks of an argument list take.
"""

from __future__ import annotations

import sys
from functools import wraps
from typing import TYPE_CHECKING, Any, Union

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, ModuleType

_PARAMETERS = ("argname", "value", "expected_type", "memo", "globals", "locals")
_NONE = type(None)


def let_absent_pass(typeguard: ModuleType) -> None:
    """Make `check_type` of the module return for `None` if it is allowed; leave other values unchanged."""
    plain: Callable[..., None] | None = getattr(typeguard, "check_type", None)
    code: CodeType | None = getattr(plain, "__code__", None)
    if plain is None or code is None or code.co_varnames[: len(_PARAMETERS)] != _PARAMETERS:
        return

    @wraps(plain)
    def check_type(
        argname: str,
        value: object,
        expected_type: Any,  # noqa: ANN401
        memo: object = None,
        *,
        globals: dict[str, Any] | None = None,  # noqa: A002
        locals: dict[str, Any] | None = None,  # noqa: A002
    ) -> None:
        if (
            value is None
            and getattr(expected_type, "__origin__", None) is Union
            and expected_type.__args__[-1] is _NONE
        ):
            return
        if memo is None:
            # It looks up names in the frame that calls it, which is now this one.
            caller = sys._getframe(1)  # noqa: SLF001 - as typeguard does
            globals = caller.f_globals if globals is None else globals  # noqa: A001
            locals = caller.f_locals if locals is None else locals  # noqa: A001
        plain(argname, value, expected_type, memo, globals=globals, locals=locals)

    vars(typeguard)["check_type"] = check_type
