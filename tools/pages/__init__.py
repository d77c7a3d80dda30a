"""Pages of the documentation that are written from the code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tools.pages import command

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAGES: Final[Mapping[str, Callable[[], str]]] = {"command.md": command.render}
