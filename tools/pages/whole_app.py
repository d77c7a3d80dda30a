"""The page of the example `whole_app`: what its README says, and its files."""

from __future__ import annotations

from typing import Final

from tools import CHECKOUT
from tools.framework import of_framework

_EXAMPLE: Final = CHECKOUT / "examples" / "whole_app"
_SNAPSHOT: Final = "What it becomes: "


def render() -> str:
    """The page, with the files as cdktn has them; the site also shows them for cdktf."""
    about = (_EXAMPLE / "README.md").read_text("utf-8").replace("](../../docs/", "](")
    paragraphs = [each for each in about.split("\n\n") if not each.startswith(_SNAPSHOT)]
    paragraphs = [each for each in paragraphs if "make synth" not in each]
    return (
        "\n\n".join(
            [*(each.strip() for each in paragraphs), *map(_file, ("main.py", "test_main.py"))]
        )
        + "\n"
    )


def _file(name: str) -> str:
    source = of_framework("cdktn", (_EXAMPLE / name).read_text("utf-8"))
    return f'## `{name}`\n\n```py title="{name}"\n{source}```'
