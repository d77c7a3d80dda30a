"""Which framework the app is written with: its core and its AWS bindings, imported when they are first used."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import cdktf as core
    from constructs import Construct
else:

    class _Core:
        """The framework's core, imported when a first name of it is used."""

        def __getattr__(self, name: str) -> object:
            value = getattr(import_module(_CORE), name)
            setattr(self, name, value)
            return value

    core = _Core()

__all__ = ["aws", "core"]

_CORE = "cdktf"
_BINDINGS = "cdktf_cdktf_provider_aws"
_CAMEL_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


@cache
def aws(class_name: str) -> type[Construct]:
    """A class of the AWS bindings, such as `SqsQueue`; only its own module is imported."""
    module = import_module(f"{_BINDINGS}.{_CAMEL_HUMP.sub('_', class_name).lower()}")
    return cast("type[Construct]", getattr(module, class_name))
