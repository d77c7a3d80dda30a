"""The annotations of an app's constructs, as the framework collects them at synthesis."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from constructs_eic._bindings.app_state import state_of
from constructs_eic._bindings.framework import core
from constructs_eic._bindings.resources import reference_id
from constructs_eic._bindings.scope_info import validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import Construct


class _Handed:
    """The state of an app: its annotations are handed to someone, or not yet."""

    is_so = False


def hand_annotations(scope: Construct, receive: Callable[[list[str]], None]) -> None:
    """Hand all annotations of the app of `scope` to `receive` whenever it is synthesized, after all stacks are.

    A second call for the same app has no effect.

    Args:
        scope: An app, or something in it.
        receive: Takes each annotation in the form in which the framework's command shows it.
    """
    root = scope.node.root
    handed = state_of(reference_id(root)).part(_Handed)
    if handed.is_so or not core.App.is_app(root):
        return
    handed.is_so = True

    def hand() -> list[str]:
        stacks = core.App.of(root).manifest.stacks.values()
        receive(
            [
                f"{each.level.name} [{each.construct_path}]: {each.message}"
                for stack in stacks
                for each in stack.annotations
            ]
        )
        return []

    validate(cast("Construct", root), hand)
