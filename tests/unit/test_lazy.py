"""Public names that are imported when they are first used are never hidden by a module of the same name."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import pytest

PACKAGES = (
    "constructs_eic",
    *(f"constructs_eic.{name}" for name in ("checks", "records", "testing")),
)


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_has_the_name_of_something_public(package: str) -> None:
    module = import_module(package)
    submodules = {each.name for each in iter_modules(module.__path__)}
    assert submodules.isdisjoint(module.__all__)
