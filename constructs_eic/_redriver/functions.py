"""Reads `functions=`: the functions that the forwarder may invoke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_eic._bindings.expressions import textual
from constructs_eic._target.function import read_function
from constructs_eic._target.location import Location

if TYPE_CHECKING:
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._target.deployment import Deployment
    from constructs_eic._target.target import Target
    from constructs_eic._values.errors import Problems


def read_functions(
    functions: object,
    forwarder: Target,
    deployment: Deployment,
    scope_info: ScopeInfo,
    problems: Problems,
) -> tuple[Target, ...]:
    """The functions that may be invoked.

    Args:
        functions: What was given.
        forwarder: The function that would invoke them.
        deployment: Where it is.
        scope_info: Where the `Redriver` is in the app.
        problems: Takes what cannot work.
    """
    if not isinstance(functions, (list, tuple)):
        problems.add(
            "functions", functions, "this is not a list", "give a list, as in functions=[orders]"
        )
        return ()
    if not functions:
        problems.add(
            "functions",
            functions,
            "no event could be sent",
            "give the functions whose events wait in the queue",
        )
    targets = []
    here = Location.of_deployment(deployment, scope_info)
    for each in functions:
        target = read_function("functions", textual(each), scope_info, problems)
        if target is None:
            continue
        targets.append(target)
        there = Location.of_function(target, deployment, scope_info)
        if target.is_same_function(forwarder, scope_info) and not there.differs_from(here):
            problems.add(
                "functions",
                each,
                "this is the forwarder of this Redriver, and it would invoke itself",
                "give the functions whose events wait in the queue, or the Redriver another name=",
            )
    return tuple(targets)
