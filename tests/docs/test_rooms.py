"""CONTRIBUTING's table of rooms is the tree: `make pages` writes it."""

from __future__ import annotations

import re

from tools import CHECKOUT
from tools.pages import rooms


def test_the_table_of_rooms_is_the_tree() -> None:
    assert rooms.in_page(rooms.PAGE.read_text("utf-8")) == rooms.table()


def test_every_room_has_a_row() -> None:
    rows = rooms.table()
    names = [
        f"{path.name}/" if path.is_dir() else path.name
        for path in rooms.PACKAGE.iterdir()
        if path.name not in ("__init__.py", "__pycache__", "py.typed")
    ]
    assert names
    assert [name for name in names if f"| `{name}` | " not in rows] == []


def test_every_path_that_contributing_names_exists() -> None:
    page = rooms.PAGE.read_text("utf-8")
    paths = re.findall(r"`([\w.-]+/[\w./-]*)`", page)
    generated = (".venv", "mutants/")  # which a checkout has only after some targets
    missing = [
        path
        for path in paths
        if not ((CHECKOUT / path).exists() or (rooms.PACKAGE / path).exists())
        and not path.startswith(generated)
    ]
    assert paths
    assert missing == []
