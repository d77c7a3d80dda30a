"""The pages of the examples: what their READMEs say, and their files."""

from __future__ import annotations

import re
from typing import Final

from tools import CHECKOUT
from tools.framework import of_framework, shell_of_framework

_EXAMPLES: Final = CHECKOUT / "examples"
_WHOLE_APP: Final = "whole_app"
_SNAPSHOT: Final = "What it becomes: "
_HEAD: Final = """\
# Examples

Small apps, each for one purpose. [A whole app](whole-app.md) has several functions, with tests.
"""


def render() -> str:
    """All examples but the whole app, in the order of the README."""
    listed = re.findall(r"\]\(examples/(\w+)\)", (CHECKOUT / "README.md").read_text("utf-8"))
    names = [name for name in listed if name != _WHOLE_APP]
    return "\n".join([_HEAD, *map(_example, names)])


def render_whole_app() -> str:
    """The whole app, with its tests."""
    files = (_file(_WHOLE_APP, name) for name in ("main.py", "test_main.py"))
    headings = (f"## `{name}`" for name in ("main.py", "test_main.py"))
    parts = [_about(_WHOLE_APP)]
    for heading, file in zip(headings, files, strict=True):
        parts.extend((heading, file))
    return "\n\n".join(parts) + "\n"


def _example(name: str) -> str:
    about = re.sub(r"^# ", "## ", _about(name))
    return f"{about}\n\n{_file(name, 'main.py')}\n"


def _about(name: str) -> str:
    """The README of an example, without what only a checkout has."""
    text = (_EXAMPLES / name / "README.md").read_text("utf-8").replace("](../../docs/", "](")
    text = shell_of_framework("cdktn", text)
    paragraphs = [each.strip("\n") for each in text.split("\n\n")]
    return "\n\n".join(
        each for each in paragraphs if not each.startswith(_SNAPSHOT) and "make synth" not in each
    )


def _file(example: str, name: str) -> str:
    """A file of an example as cdktn has it; the site also shows it for cdktf."""
    source = of_framework("cdktn", (_EXAMPLES / example / name).read_text("utf-8"))
    return f'```py title="{name}"\n{source}```'
