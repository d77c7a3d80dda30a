"""The shell blocks of the documentation: each command exists and has the options that it is given.

Other tests show what a command does: the consoles of the pages, tests/install and tests/e2e/test_documented.py.
"""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import botocore.session
import pytest
from botocore import xform_name

from constructs_eic.cli.command import SUBCOMMANDS
from tests.docs.pages import ROOT, pages_with_python, shell_blocks
from tests.framework import EXAMPLES
from tools.framework import of_framework

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = list(shell_blocks())
COMMANDS = [(block, each) for block in BLOCKS for each in block.commands]


def those(*programs: str) -> pytest.MarkDecorator:
    """The commands of these programs, as words."""
    found = [
        pytest.param(words, id=f"{block.name}:{block.line} {' '.join(words)}"[:90])
        for block, words in COMMANDS
        if words[0] in programs
    ]
    assert found
    return pytest.mark.parametrize("words", found)


def test_every_program_is_known() -> None:
    known = ("constructs-eic", "make", "pip", "npm", "npx", "aws", "git", "xargs")
    end_to_end = ("cdktf", "cdktn", "terraform", "python", "cd", "export", "ministack")
    assert {words[0] for _, words in COMMANDS} <= {*known, *end_to_end}


@those("constructs-eic")
def test_the_command_takes_the_arguments(words: list[str]) -> None:
    _, subcommand, *arguments = words
    SUBCOMMANDS[subcommand].load().make_context(subcommand, arguments)


@those("make")
def test_make_knows_the_target(words: list[str]) -> None:
    done = subprocess.run(
        ["make", "--dry-run", *words[1:]], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    for word in words[1:]:
        if word.startswith("EXAMPLE="):
            assert (ROOT / "examples" / word.partition("=")[2] / "main.py").exists()


@those("pip")
def test_the_extras_are_those_of_the_package(words: list[str]) -> None:
    extras = re.findall(r"^(\w+) = \[", _section("project.optional-dependencies"), re.MULTILINE)
    for word in words:
        for asked in re.findall(r"constructs-eic\[(.*?)\]", word):
            assert set(asked.split(",")) <= set(extras)


def _section(name: str) -> str:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    return text.partition(f"[{name}]")[2].partition("\n[")[0]


@those("npm", "npx")
def test_the_command_lines_have_the_versions_that_are_tested(words: list[str]) -> None:
    tested = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    for word in words:
        name, _, version = word.partition("@")
        if name in tested and version:
            assert tested[name] == version or tested[name].startswith(f"{version}.")


@those("aws")
def test_aws_has_the_operation_and_its_options(words: list[str]) -> None:
    _, service, operation, *rest = words
    client = botocore.session.get_session().get_service_model(service)
    names = {xform_name(name, "-"): name for name in client.operation_names}
    shape = client.operation_model(names[operation]).input_shape
    assert shape is not None
    options = {f"--{xform_name(name, '-')}" for name in shape.members} | {"--query"}
    assert {word for word in rest if word.startswith("--")} <= options


def test_the_move_to_cdktn_changes_each_import(tmp_path: Path) -> None:
    (move,) = (block for block in BLOCKS if block.text.startswith("git grep"))
    pages = {page.module_name: page.program for page in pages_with_python()}
    examples = {path.parent.name: path.read_text("utf-8") for path in EXAMPLES.glob("*/main.py")}
    sources = {
        name: of_framework("cdktf", source) for name, source in {**pages, **examples}.items()
    }
    for name, source in sources.items():
        (tmp_path / f"{name}.py").write_text(source, "utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    subprocess.run(["bash", "-euo", "pipefail", "-c", move.text], cwd=tmp_path, check=True)
    for name, source in sources.items():
        moved = (tmp_path / f"{name}.py").read_text("utf-8")
        assert moved == of_framework("cdktn", source)
        assert not re.search(r"^\s*(from|import) cdktf", moved, re.MULTILINE)
