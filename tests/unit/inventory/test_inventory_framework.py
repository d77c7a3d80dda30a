from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import constructs_eic


@pytest.mark.parametrize(
    ("installed", "framework"),
    [
        ([], "cdktf"),
        (["cdktf"], "cdktf"),
        (["cdktn"], "cdktn"),
        (["cdktn", "cdktn_provider_aws"], "cdktn"),
        (["cdktf", "cdktf_cdktf_provider_aws"], "cdktf"),
        (["cdktf", "cdktn", "cdktf_cdktf_provider_aws"], "cdktf"),
        (["cdktf", "cdktn", "cdktn_provider_aws"], "cdktn"),
        (["cdktf", "cdktn"], "cdktf"),
        (["cdktf_cdktf_provider_aws", "cdktn_provider_aws", "cdktn"], "cdktn"),
        (["cdktf_cdktf_provider_aws", "cdktn_provider_aws", "cdktf", "cdktn"], "cdktf"),
    ],
)
def test_the_framework_is_the_installed_one_and_is_not_imported(
    tmp_path: Path, installed: list[str], framework: str
) -> None:
    for name in installed:
        (tmp_path / f"{name}.py").write_text("raise AssertionError('imported')")
    (tmp_path / "constructs_eic").symlink_to(Path(next(iter(constructs_eic.__path__))))
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from constructs_eic.inventory.framework import installed_framework\n"
        "print(installed_framework().core)\n"
    )

    # Isolated and without site-packages: nothing else is installed.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == f"{framework}\n"
