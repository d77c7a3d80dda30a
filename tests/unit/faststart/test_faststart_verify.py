"""`--verify` finds each difference that fast start makes, and tells those that the app makes by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from constructs_eic.faststart import VerificationError, verify
from tests.unit.faststart.child import ROOT, python, variables

if TYPE_CHECKING:
    from pathlib import Path

# An app that needs no framework: what it writes depends on whether it was started fast.
WRITES = """
import os, sys, time
from pathlib import Path
from constructs_eic.faststart.finder import FastStartFinder

fast = any(isinstance(each, FastStartFinder) for each in sys.meta_path)
stack = Path(os.environ.get("CDKTF_OUTDIR", "cdktf.out"), "stacks", "app")
stack.mkdir(parents=True, exist_ok=True)
(stack / "cdk.tf.json").write_text("same")
"""
PLANTED = {
    "stacks/app/cdk.tf.json": "(stack / 'cdk.tf.json').write_text(f'first\\n{fast}\\nlast')",
    "stacks/app/extra": "if fast: (stack / 'extra').write_text('')",
    "stacks/app/missing": "if not fast: (stack / 'missing').write_text('')",
    "exit status": "sys.exit(3 if fast else 0)",
    "stdout": "print(fast)",
    "stderr": "print(fast, file=sys.stderr)",
}


def differences(folder: Path, app: str) -> list[tuple[str, bool]]:
    (folder / "main.py").write_text(WRITES + app)
    found = verify("main.py", folder=folder, environment=variables())
    return [(each.of, each.is_between_plain_runs) for each in found]


def test_an_app_that_writes_the_same(tmp_path: Path) -> None:
    assert differences(tmp_path, "print(1)\nprint(2, file=sys.stderr)") == []


def test_an_app_that_fails_by_itself_proves_nothing(tmp_path: Path) -> None:
    with pytest.raises(VerificationError, match="exit status 1:\na reason"):
        differences(tmp_path, "sys.exit('a reason')")
    done = python(tmp_path, "-m", "constructs_eic.faststart", "--verify", "main.py")
    assert done.returncode == 2
    assert "the app fails without fast start, too" in done.stderr


@pytest.mark.parametrize("of", PLANTED)
def test_each_difference_is_found(tmp_path: Path, of: str) -> None:
    assert differences(tmp_path, PLANTED[of]) == [(of, False)]


def test_what_differs_between_plain_runs_is_told(tmp_path: Path) -> None:
    app = "print(fast)\n(stack / 'cdk.tf.json').write_text(str(time.time_ns()))"
    assert differences(tmp_path, app) == [("stacks/app/cdk.tf.json", True), ("stdout", False)]


def test_what_differs_in_some_plain_runs_is_told(tmp_path: Path) -> None:
    # As with the order of a set: the two runs that are compared differ, and the next one is as the first.
    app = "with open('runs', 'a+') as runs: runs.write('x'); runs.seek(0); print(len(runs.read()) in (2, 5))"
    assert differences(tmp_path, app) == [("stdout", True)]


def test_an_app_with_an_output_directory_of_its_own(tmp_path: Path) -> None:
    app = "Path('build').mkdir(exist_ok=True)\nPath('build/x').write_text(str(fast))"
    (tmp_path / "main.py").write_text(WRITES.replace("CDKTF_OUTDIR", "NONE") + app)
    found = verify("main.py", output="build", folder=tmp_path, environment=variables())
    assert [each.of for each in found] == ["x"]


def test_the_command_says_what_differs_and_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(
        WRITES + PLANTED["stacks/app/cdk.tf.json"] + "\nprint(sys.argv[1], time.time_ns())"
    )
    done = python(tmp_path, "-m", "constructs_eic.faststart", "--verify", "main.py", "prod")
    assert done.returncode == 1, done.stderr
    assert "stacks/app/cdk.tf.json differs\n  -False\n  +True\n" in done.stdout
    assert "stdout differs (two plain runs differ there, too" in done.stdout


def test_the_command_says_that_nothing_differs(tmp_path: Path) -> None:
    package = tmp_path / "app"
    package.mkdir()
    (package / "__main__.py").write_text(WRITES)
    done = python(tmp_path, "-m", "constructs_eic.faststart", "--verify", "-m", "app")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("No difference")


def test_a_repository_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "cdktf.out").mkdir()
    (tmp_path / "cdktf.out" / "manifest.json").write_text(json.dumps({}))
    assert differences(tmp_path, "") == []
    written = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert written == {"main.py", "manifest.json"}
    assert ROOT not in tmp_path.parents


def test_annotations_which_the_command_alone_shows_do_not_count(tmp_path: Path) -> None:
    annotation = {"constructPath": "a", "level": "@cdktf/warn", "message": "careful"}
    manifest = {"stacks": {"a": {"annotations": [annotation]}}}
    assert (
        differences(
            tmp_path, f"(stack.parents[1] / 'manifest.json').write_text({json.dumps(manifest)!r})"
        )
        == []
    )
