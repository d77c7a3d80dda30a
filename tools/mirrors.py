"""Local mirrors of Terraform's registry that are installed on this machine for all users."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REGISTRY = "registry.terraform.io"
PROVIDER = "hashicorp/aws"

# Where Terraform itself looks (its documentation, "Implied Local Mirror Directories"); where software is installed.
IMPLIED = (
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "/Library/Application Support/io.terraform/plugins",
)
ROOTS = (*IMPLIED, "/opt", "/usr/local", "/usr/share", "/usr/lib", "/var/lib")
_DEPTH = 3  # folders between a root and a mirror


@dataclass(frozen=True)
class Mirror:
    """A folder in the layout of Terraform's `filesystem_mirror` that has the AWS provider for this platform."""

    folder: Path
    versions: frozenset[str]

    @property
    def newest(self) -> str:
        """The highest version."""
        return max(self.versions, key=order)


def installed(roots: Iterable[str] = ROOTS) -> Mirror | None:
    """The first mirror of the AWS provider under `roots`; folders whose names begin with a dot are caches."""
    found = (mirror_in(folder) for root in roots for folder in _with_registry(root))
    return next((mirror for mirror in found if mirror is not None), None)


def mirror_in(folder: Path) -> Mirror | None:
    """The mirror in `folder`, if that has the AWS provider for this platform."""
    packages = folder / REGISTRY / PROVIDER
    this_platform = target()
    unpacked = {
        each.parent.name for each in packages.glob(f"*/{this_platform}") if any(each.iterdir())
    }
    packed = {
        each.name.removeprefix("terraform-provider-aws_").removesuffix(f"_{this_platform}.zip")
        for each in packages.glob(f"terraform-provider-aws_*_{this_platform}.zip")
    }
    versions = frozenset(unpacked | packed)
    return Mirror(folder, versions) if versions else None


def _with_registry(root: str) -> Iterator[Path]:
    for name, folders, _ in os.walk(root):
        folder = Path(name)
        if REGISTRY in folders:
            yield folder
        is_deep = len(folder.relative_to(root).parts) >= _DEPTH
        folders[:] = (
            []
            if is_deep or folder == Path.home()
            else sorted(each for each in folders if not each.startswith("."))
        )


def target() -> str:
    """This platform as Terraform names it: `linux_amd64`, `darwin_arm64`."""
    machine = platform.machine().lower()
    names = {"x86_64": "amd64", "aarch64": "arm64", "i686": "386", "armv7l": "arm"}
    return f"{platform.system().lower()}_{names.get(machine, machine)}"


def order(version: str) -> tuple[tuple[int, ...], bool]:
    """A version's order: `5.100.0` after `5.9.0`, a release after its candidates."""
    release, _, candidate = version.partition("-")
    return tuple(int(part) for part in release.split(".") if part.isdigit()), not candidate
