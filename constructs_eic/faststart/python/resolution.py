"""Let jsii find a type whose Python module is not imported yet.

jsii keeps types in registries, by the type's full name in the jsii assembly, such as
`@cdktf/provider-aws.sqsQueue.SqsQueue`; importing a module fills them. Newer releases of jsii can
import on demand, but only for packages that include a map, which the archived ones lack.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, TypeVar, overload

from constructs_eic.faststart.python.deferred import import_deferred

if TYPE_CHECKING:
    from collections.abc import Sequence

_REGISTRIES = ("_types", "_data_types", "_enums", "_interfaces")

_Default = TypeVar("_Default")


class UnknownRegistryError(Exception):
    """This release of jsii stores its types differently."""


class _Package:
    """The submodules of one package, findable by the name that jsii gives them."""

    def __init__(self, name: str, submodules: Sequence[str]) -> None:
        self.name = name
        self.submodules = submodules

    def load(self, jsii_submodule: str) -> None:
        folded = _folded(jsii_submodule)
        for submodule in self.submodules:
            if _folded(submodule) == folded:
                import_deferred(f"{self.name}.{submodule}")

    def load_all(self) -> None:
        for submodule in self.submodules:
            import_deferred(f"{self.name}.{submodule}")


class _Registry(dict[str, object]):
    """A jsii registry that imports the module of a type when the type is requested."""

    def __contains__(self, fqn: object) -> bool:
        if not super().__contains__(fqn):
            _load(str(fqn))
        return super().__contains__(fqn)

    def __missing__(self, fqn: str) -> object:
        if fqn in self:
            return self[fqn]
        raise KeyError(fqn)

    @overload
    def get(self, fqn: str, default: None = None, /) -> object | None: ...
    @overload
    def get(self, fqn: str, default: _Default, /) -> object | _Default: ...
    def get(self, fqn: str, default: object = None, /) -> object:
        return self[fqn] if fqn in self else default  # noqa: SIM401 - this is `get`


_packages: dict[str, _Package] = {}
_registries: list[_Registry] = []


def resolve_on_demand(assembly: str | None, package: str, submodules: Sequence[str]) -> None:
    """Import a submodule of `package` once jsii meets one of its types.

    Args:
        assembly: The package's name in jsii, such as `@cdktf/provider-aws`, if it has one.
        package: The package's name in Python.
        submodules: Its submodules.

    Raises:
        UnknownRegistryError: jsii's registries are not where they are expected, or do not
            have the package's types.
    """
    if assembly is None:
        raise UnknownRegistryError(f"{package}._jsii names no jsii assembly")
    if not _registries:
        _registries.extend(_replace_registries())
    _packages[assembly] = _Package(package, submodules)


def load_all() -> None:
    """Import every submodule of every deferred package."""
    for package in _packages.values():
        package.load_all()


def position_of(module: str) -> tuple[int, int] | None:
    """When Python imports a module if nothing is deferred; `None` for one that is not of a deferred package."""
    name, _, submodule = module.partition(".")
    for number, package in enumerate(_packages.values()):
        if package.name == name:
            return number, package.submodules.index(
                submodule
            ) if submodule in package.submodules else -1
    return None


def _replace_registries() -> list[_Registry]:
    reference_map = import_module("jsii._reference_map")
    if not all(type(getattr(reference_map, name, None)) is dict for name in _REGISTRIES):
        raise UnknownRegistryError("this release of jsii stores its types differently")
    replaced = []
    for name in _REGISTRIES:
        registry = _Registry(getattr(reference_map, name))
        setattr(reference_map, name, registry)
        replaced.append(registry)
    return replaced


def _load(fqn: str) -> None:
    """Import the module that registers the type `fqn`, if it is a type of a deferred package."""
    assembly, _, path = fqn.partition(".")
    package = _packages.get(assembly)
    if package is None or _registered(fqn):
        return
    package.load(path.partition(".")[0])
    if not _registered(fqn):
        package.load_all()


def _registered(fqn: str) -> bool:
    return any(dict.__contains__(registry, fqn) for registry in _registries)


def _folded(name: str) -> str:
    # `sqs_queue` in Python is `sqsQueue` in jsii. Folding both is safe where writing one as the
    # other is not: digits and reserved words have rules of their own.
    return name.replace("_", "").lower()
