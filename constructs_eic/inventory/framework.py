"""The frameworks that an exported app can be written for; none of them is imported here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

FrameworkName = Literal["cdktf", "cdktn"]


@dataclass(frozen=True)
class AppPackages:
    """The packages in which an app finds its classes.

    Attributes:
        core: The module of `App` and `TerraformStack`.
        bindings: The package of the AWS provider's resources.
    """

    core: FrameworkName
    bindings: str


FRAMEWORKS: Final[Mapping[FrameworkName, AppPackages]] = {
    "cdktf": AppPackages("cdktf", "cdktf_cdktf_provider_aws"),
    "cdktn": AppPackages("cdktn", "cdktn_provider_aws"),
}


def installed_framework() -> AppPackages:
    """The framework whose AWS bindings are installed, else whose core is; cdktf if that is neither or both."""
    by_bindings = {framework.bindings: framework for framework in FRAMEWORKS.values()}
    by_core = {str(framework.core): framework for framework in FRAMEWORKS.values()}
    for framework_of in (by_bindings, by_core):
        found = [framework_of[name] for name in framework_of if find_spec(name) is not None]
        if len(found) == 1:
            return found[0]
    return FRAMEWORKS["cdktf"]
