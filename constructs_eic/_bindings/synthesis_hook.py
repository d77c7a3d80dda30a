"""Code of this package that runs whenever a stack is synthesized."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import jsii
from constructs import Construct

from constructs_eic._bindings.expressions import prepare_references
from constructs_eic._bindings.framework import core
from constructs_eic._bindings.scope_info import node_of, validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

    from constructs_eic._bindings.installed import IAspect, TerraformStack
    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo


def when_synthesized(
    stack: TerraformStack, id_: str, decide: Callable[[], object], findings: Callable[[], list[str]]
) -> None:
    """Let `decide` change `stack` before it is written, and let synthesis fail with `findings`.

    `decide` runs as an aspect: also where nothing is validated, as in `Testing.synth`. `findings` runs after all
    aspects. The aspect is that of an empty construct, because the framework calls an aspect once for each construct
    below.

    Args:
        stack: The stack.
        id_: The id of the empty construct in `stack`.
        decide: Called once for each synthesis.
        findings: Called once for each validation; returns what is wrong.
    """
    core.Aspects.of(Construct(stack, id_)).add(_aspect()(decide))
    validate(stack, findings)


def catch_up(element: TerraformElement, scope_info: ScopeInfo) -> None:
    """Let what is created while its stack is synthesized be as if it had been created before.

    The framework's preparation of references is over by then, and the aspects above do not visit it any more.
    """
    for scope in node_of(element).scopes[:-1]:
        for aspect in core.Aspects.of(scope).all:
            aspect.visit(element)
    prepare_references(element.to_terraform(), scope_info)


@cache
def _aspect() -> Callable[[Callable[[], object]], IAspect]:
    @jsii.implements(core.IAspect)
    class Aspect:
        def __init__(self, decide: Callable[[], object]) -> None:
            self._decide = decide

        def visit(self, node: IConstruct) -> None:
            self._decide()

    return Aspect
