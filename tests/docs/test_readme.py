"""The README shows what its program actually becomes, and lists every example."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.docs.pages import ROOT, pages_with_python

if TYPE_CHECKING:
    from pathlib import Path

README = ROOT / "README.md"
ELLIPSIS = "…"


def is_as_shown(shown: Any, actual: Any) -> bool:
    """Whether a value matches what is shown: `…` stands for anything, objects may have more members."""
    if isinstance(shown, dict):
        return isinstance(actual, dict) and all(
            any(is_as_shown(key, each) and is_as_shown(value, actual[each]) for each in actual)
            for key, value in shown.items()
        )
    if isinstance(shown, str) and shown.startswith(ELLIPSIS):
        return True  # what is there, in words
    if isinstance(shown, str):
        pattern = ".*".join(map(re.escape, shown.split(ELLIPSIS)))
        return isinstance(actual, str) and re.fullmatch(pattern, actual) is not None
    return bool(shown == actual)


def test_the_program_becomes_what_is_shown(tmp_path: Path) -> None:
    (page,) = (page for page in pages_with_python() if page.path == README)
    (tmp_path / "main.py").write_text(page.program, "utf-8")
    command = [sys.executable, "-m", "constructs_eic.faststart", "main.py"]
    subprocess.run(command, cwd=tmp_path, check=True)
    text = (tmp_path / "cdktf.out/stacks/orders/cdk.tf.json").read_text("utf-8")
    shown = re.search(r"```json\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert shown is not None
    resources = json.loads(text)["resource"]
    assert is_as_shown(json.loads(shown[1]), resources), json.dumps(resources, indent=2)
    assert json.loads(shown[1]).keys() == resources.keys() - {"aws_sns_topic"}  # the user's own


def test_what_is_not_shown_is_seen() -> None:
    assert not is_as_shown({"a": {"b": 1}}, {"a": {"b": 2}})
    assert not is_as_shown({"a_…": "x"}, {"b_1": "x"})


def test_the_table_of_examples_has_every_example() -> None:
    listed = re.findall(r"\]\(examples/(\w+)\)", README.read_text("utf-8"))
    assert sorted(listed) == sorted(path.parent.name for path in ROOT.glob("examples/*/main.py"))


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README.read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_each_cdktf_json_has_what_the_command_requires() -> None:
    pages = [README, *sorted((ROOT / "docs").glob("*.md"))]
    blocks = [
        block
        for page in pages
        for block in re.findall(r"```json.*?\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
        if '"app":' in block
    ]
    assert len(blocks) > 2
    assert [block for block in blocks if '"language": "python"' not in block] == []
