"""The oldest versions that the package allows, as constraints for pip: `python -m tools.oldest`.

These are the lower bounds in pyproject.toml, with cdktf, whose bindings allow an older jsii than those of cdktn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools import versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WITH_LOWER_BOUND = re.compile(r"(?P<name>[\w.-]+)>=(?P<version>[\w.]+)[^;]*(?P<marker>;.*)?")


def constraints() -> list[str]:
    """One line for each package that the base, cdktf or an extra requires, and one for jsii."""
    project = versions.pyproject()["project"]
    extras = project["optional-dependencies"]
    required = [*project["dependencies"], *extras["cdktf"], *extras["cli"], *extras["testing"]]
    return [*_pinned(required), f"jsii=={versions.tested()['jsii']['oldest']}"]


def _pinned(requirements: Iterable[str]) -> Iterator[str]:
    for requirement in requirements:
        found = _WITH_LOWER_BOUND.match(requirement)
        if found is None:
            raise ValueError(f"{requirement} has no oldest version")
        yield f"{found['name']}=={found['version']}{found['marker'] or ''}"


if __name__ == "__main__":
    print(*constraints(), sep="\n")
