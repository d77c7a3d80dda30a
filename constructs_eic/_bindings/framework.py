"""The framework that the app is written with: its core and its AWS bindings.

This is decided once for each process, when the framework is first used: by what the app has imported, else by what
is installed. Bindings take precedence over cores: they import the core that they were generated for, and our
resources are created with them.

| imported | AWS bindings | core |
|---|---|---|
| `cdktf_cdktf_provider_aws` | these | cdktf; cdktn where the app has imported it |
| `cdktn_provider_aws` | these | cdktn |
| cdktf alone, as with bindings from `cdktf get` | `cdktf_cdktf_provider_aws` | cdktf |
| cdktn alone, or nothing yet | `cdktn_provider_aws`, else `cdktf_cdktf_provider_aws` | as above |
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.spelling import snake

if TYPE_CHECKING:
    import cdktf as core
    from constructs import Construct
else:

    class _Core:
        """The framework's core, imported when one of its names is first used."""

        def __getattr__(self, name: str) -> object:
            value = getattr(import_module(framework().core), name)
            setattr(self, name, value)
            return value

    core = _Core()

__all__ = ["Framework", "FrameworkError", "aws", "core", "framework", "import_ahead"]


class FrameworkError(ImportError):
    """There is no framework to create resources with, or more than one."""


@dataclass(frozen=True)
class Framework:
    """The names of a framework's packages in Python.

    Attributes:
        core: The package of `App` and `TerraformStack`.
        bindings: The package of the AWS provider's resources.
        extra: What to install for both: an extra of this package.
    """

    core: str
    bindings: str
    extra: str


_CDKTN = Framework("cdktn", "cdktn_provider_aws", "constructs-eic[cdktn]")
_CDKTF = Framework("cdktf", "cdktf_cdktf_provider_aws", "constructs-eic[cdktf]")
# cdktn's core with cdktf's bindings: the "transitional period" of cdktn's upgrade guide to 0.22. 0.24 ended it.
_MIXED = Framework(_CDKTN.core, _CDKTF.bindings, _CDKTN.extra)


@cache
def framework() -> Framework:
    """The framework of the app.

    Raises:
        FrameworkError: The app has imported the bindings of both frameworks, or none are installed for it.
    """
    imported = _imported_bindings()
    if len(imported) > 1:
        names = " and ".join(each.bindings for each in imported)
        raise FrameworkError(
            f"{names} are imported in one app: their resources do not work together; import one of them"
        )
    for candidate in imported or _candidates():
        if imported or find_spec(candidate.bindings):
            is_mixed = candidate is _CDKTF and _CDKTN.core in sys.modules
            return _MIXED if is_mixed else candidate
    if _is_cdktf_alone():
        raise FrameworkError(
            f"the app imports cdktf, and {_CDKTF.bindings} is not installed: pip install '{_CDKTF.extra}'"
        )
    raise FrameworkError(
        "neither cdktf's nor cdktn's AWS bindings are installed: "
        f"pip install '{_CDKTN.extra}' or pip install '{_CDKTF.extra}'"
    )


@cache
def aws(class_name: str) -> type[Construct]:
    """A class of the AWS bindings, such as `SqsQueue`; only its own module is imported."""
    module = import_module(_module_of(class_name, framework()))
    return cast("type[Construct]", getattr(module, class_name))


def import_ahead(*class_names: str) -> None:
    """Import classes of the AWS bindings now, if the app has imported the bindings: Node is starting meanwhile."""
    imported = _imported_bindings()
    if len(imported) == 1:
        for class_name in class_names:
            import_module(_module_of(class_name, imported[0]))


def _imported_bindings() -> list[Framework]:
    return [each for each in (_CDKTN, _CDKTF) if each.bindings in sys.modules]


def _candidates() -> list[Framework]:
    """If no bindings are imported: those that would work, first those of the framework that is still developed."""
    return [_CDKTF] if _is_cdktf_alone() else [_CDKTN, _CDKTF]


def _is_cdktf_alone() -> bool:
    return _CDKTF.core in sys.modules and _CDKTN.core not in sys.modules


def _module_of(class_name: str, of: Framework) -> str:
    return f"{of.bindings}.{snake(class_name)}"
