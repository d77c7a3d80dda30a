"""Code of this package that runs whenever a stack is synthesized."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import jsii
from constructs import Construct

from constructs_eic._bindings.framework import core
from constructs_eic._bindings.scope_info import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from constructs import IConstruct

    from constructs_eic._bindings.installed import IAspect, TerraformStack


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


def visit_with_aspects(stack: TerraformStack, elements: Sequence[IConstruct]) -> None:
    """Let all aspects visit `elements` of `stack`, which `decide` created: the framework has its list already."""
    if not elements:
        return
    for scope in stack.node.scopes:
        for aspect in core.Aspects.of(scope).all:
            for element in elements:
                aspect.visit(element)


@cache
def _aspect() -> Callable[[Callable[[], object]], IAspect]:
    @jsii.implements(core.IAspect)
    class Aspect:
        def __init__(self, decide: Callable[[], object]) -> None:
            self._decide = decide

        def visit(self, node: IConstruct) -> None:
            self._decide()

    return Aspect
