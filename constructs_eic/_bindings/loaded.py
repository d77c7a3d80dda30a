"""Which generated classes are loaded: Python creates a resource through its class, and fast start loads few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jsii import _reference_map

from constructs_eic._bindings.foreign import is_foreign

if TYPE_CHECKING:
    from collections.abc import Iterable


def may_exist(class_name: str) -> bool:
    """Whether the app may have created a resource of a generated class, such as `IamRolePoliciesExclusive`."""
    loaded: Iterable[str] | None = getattr(_reference_map, "_types", None)
    if loaded is None:
        return True  # a jsii release that stores its types differently
    return any(name.endswith(f".{class_name}") or is_foreign(name) for name in loaded)
