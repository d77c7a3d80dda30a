"""Leaves out what invokes functions that are not selected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_eic._values.function_reference import FunctionReference
from constructs_eic.audit.alarms import ACTIONS
from constructs_eic.checks._facts.invokers import INVOKED

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_eic.checks._model.resource import Resource


def as_selected(resource: Resource, selects: Callable[[str], bool]) -> Resource | None:
    """The part of a resource that is not about other functions; `None` if there is none.

    Args:
        resource: A resource of the account.
        selects: Whether the function with a name is selected.
    """
    invoked = INVOKED.get(resource.type)
    names = [_name(value) for value, _ in invoked(resource)] if invoked else []
    functions = [each for each in names if each is not None]
    if not functions or any(map(selects, functions)):
        return resource
    if "alarm" not in resource.type:
        return None
    # What an alarm watches may be selected.
    left = {name: value for name, value in resource.arguments.items() if name not in ACTIONS}
    return replace(resource, arguments=left)


def _name(value: object) -> str | None:
    """The name of a function; `None` for what is none, such as the topic of an alarm."""
    try:
        return FunctionReference.read(value).name if isinstance(value, str) else None
    except ValueError:
        return None
