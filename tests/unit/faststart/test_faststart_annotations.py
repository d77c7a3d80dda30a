"""The runner shows annotations, which an app by itself only writes into its manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_eic.faststart.annotations import SHOWN_BY_COMMAND, SHOWN_BY_PROCESS
from tests.framework import of_this_framework
from tests.unit.faststart.child import USER_CACHE, python

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = ("-m", "constructs_eic.faststart", "main.py")
# What App.synth writes; no framework is needed to see what the runner does with it.
APP = """
import json, os, pathlib

folder = pathlib.Path(os.environ.get("CDKTF_OUTDIR", "cdktf.out"))
folder.mkdir(exist_ok=True)
annotation = {"constructPath": "shop/q", "level": "@cdktf/warn", "message": "careful", "stacktrace": []}
stacks = {"shop": {"name": "shop", "annotations": [annotation]}, "other": {"annotations": []}}
(folder / "manifest.json").write_text(json.dumps({"version": "0.21.0", "stacks": stacks}))
"""
SHOWN = "WARN [shop/q]: careful\n"


@pytest.mark.parametrize("end", ["", "raise SystemExit(0)", "os.chdir('/')"])
def test_annotations_are_shown(tmp_path: Path, end: str) -> None:
    (tmp_path / "main.py").write_text(APP + end)
    done = python(tmp_path, *COMMAND)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", SHOWN)


def test_the_folder_that_the_environment_names_is_read(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(APP)
    assert python(tmp_path, *COMMAND, environment={"CDKTF_OUTDIR": "out"}).stderr == SHOWN


@pytest.mark.parametrize(
    ("variable", "value"), [(SHOWN_BY_COMMAND, "'true'"), (SHOWN_BY_PROCESS, "str(os.getpid())")]
)
def test_they_are_shown_once(tmp_path: Path, variable: str, value: str) -> None:
    (tmp_path / "main.py").write_text(f"{APP}os.environ[{variable!r}] = {value}")
    assert python(tmp_path, *COMMAND).stderr == ""


def test_what_another_process_has_shown_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(APP)
    assert python(tmp_path, *COMMAND, environment={SHOWN_BY_PROCESS: "1"}).stderr == SHOWN


def test_those_of_an_earlier_run_are_not_shown(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(APP)
    python(tmp_path, "main.py")
    (tmp_path / "main.py").write_text("print('nothing is synthesized')")
    assert python(tmp_path, *COMMAND).stderr == ""


@pytest.mark.parametrize("content", ["", "[]", '{"stacks": [1]}', '{"stacks": {"a": {}}}'])
def test_what_is_no_manifest_is_left_alone(tmp_path: Path, content: str) -> None:
    (tmp_path / "main.py").write_text(
        f"import pathlib\npathlib.Path('cdktf.out').mkdir()\n"
        f"pathlib.Path('cdktf.out/manifest.json').write_text({content!r})"
    )
    done = python(tmp_path, *COMMAND)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_app_without_stderr_ends_as_it_would(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(APP)
    closed = f"import os, sys; os.close(2); os.execv(sys.executable, [sys.executable, *{COMMAND}])"
    assert python(tmp_path, "-c", closed).returncode == 0


REAL = """
import sys
from cdktf import Annotations, App, Testing, TerraformStack

for outdir in sys.argv[1:]:
    app = App(outdir=None if outdir == "-" else outdir)
    Annotations.of(TerraformStack(app, "shop")).add_warning(f"careful in {outdir}")
    app.synth()
tested = TerraformStack(Testing.app(), "shop")
Annotations.of(tested).add_warning("in a test")
Testing.full_synth(tested)
"""


@pytest.mark.parametrize("given", [["out"], ["{}/out"], ["-"], ["one", "two"]])
@pytest.mark.parametrize("environment", [{}, {"CDKTF_OUTDIR": "other"}])
def test_the_folder_that_the_app_names_is_read(
    tmp_path: Path, given: list[str], environment: dict[str, str]
) -> None:
    (tmp_path / "main.py").write_text(of_this_framework(REAL))
    folders = [each.format(tmp_path) for each in given]
    done = python(tmp_path, *COMMAND, *folders, environment={**environment, **USER_CACHE})
    shown = [each for each in done.stderr.splitlines() if each.startswith("WARN")]
    assert shown == [f"WARN [shop]: careful in {each}" for each in folders]
