"""Finds the modules and resources that a text comes from, also through local values and iterators."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_eic._bindings.expressions import is_encoded, resolved, resolved_texts
from constructs_eic._bindings.references import find_local, is_of_stack
from constructs_eic._bindings.resources import declared
from constructs_eic._values.expression_references import (
    addresses_in,
    instance_references_in,
    locals_in,
)
from constructs_eic._values.tokens import is_single_expression, is_token, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_eic._bindings.protocols import TerraformElement
    from constructs_eic._bindings.scope_info import ScopeInfo


def addresses_behind(
    texts: Sequence[str], scope_info: ScopeInfo, resource: TerraformElement | None = None
) -> list[str]:
    """The addresses of the modules and managed resources that `texts` come from.

    Only those of the same stack: Terraform applies other stacks before this one.

    Args:
        texts: Literal texts and tokens.
        scope_info: The stack.
        resource: The resource that they are arguments of, if they may refer to its instances.
    """
    expressions = [each for text in texts for each in _expressions(text, scope_info)]
    if resource is not None and any(map(instance_references_in, expressions)):
        for_each = declared(resource).arguments.get("for_each")
        expressions += resolved_texts(for_each, scope_info)
    return list(dict.fromkeys(_addresses(expressions, scope_info, set())))


def literal_behind(text: str, scope_info: ScopeInfo) -> str | None:
    """`text` if it is literal, or the literal text of the `TerraformLocal` that it stands for; else `None`."""
    if not is_token(text):
        return text
    if not is_single_expression(text):
        return None
    match = _LOCAL.match(resolved(text, scope_info))
    local = (
        find_local(match[1], scope_info.stack) if match and is_of_stack(text, scope_info) else None
    )
    if local is None:
        return None
    (value,) = local.to_terraform()["locals"].values()
    return value if isinstance(value, str) and not is_token(value) else None


_LOCAL = re.compile(r"\$\{local\.([\w-]+)\}\Z")


def _expressions(text: str, scope_info: ScopeInfo) -> Iterator[str]:
    """The expressions in `text` that refer to something in the stack of `scope_info`."""
    for piece, is_template in pieces(text):
        if is_template and (not is_encoded(piece) or is_of_stack(piece, scope_info)):
            yield resolved(piece, scope_info)


def _addresses(expressions: Sequence[str], scope_info: ScopeInfo, seen: set[str]) -> Iterator[str]:
    for expression in expressions:
        yield from addresses_in(expression)
        for name in locals_in(expression):
            local = None if name in seen else find_local(name, scope_info.stack)
            seen.add(name)
            if local is not None:
                (value,) = local.to_terraform()["locals"].values()
                yield from _addresses(resolved_texts(value, scope_info), scope_info, seen)
