"""Arguments that are numbers: a token of text is refused, an expression as text may stand for a number.

Source: "Type Conversion" in "Types and Values" of the Terraform Language Documentation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_eic._bindings.expressions import (
    as_text,
    is_encoded,
    numeric,
    resolved,
    resolved_anywhere,
)
from constructs_eic._bindings.references import find, origin_of_token, reference_of
from constructs_eic._bindings.resources import is_text_attribute
from constructs_eic._values.expression_references import instance_references_in
from constructs_eic._values.tokens import is_token, with_templates_as

if TYPE_CHECKING:
    from constructs_eic._bindings.scope_info import ScopeInfo
    from constructs_eic._values.errors import Problems

# Attributes that are text and hold what somebody stored in them, which may be a number.
_HOLDS_ANYTHING = re.compile(r"(.*_)?(body|content|output|result|string|text|value)\Z")
_NUMBER = re.compile(r"[0-9.]*\Z")


def read_number(
    argument: str, value: object, scope_info: ScopeInfo | None, problems: Problems
) -> object:
    """`value`, as a number token if it is another token; `None` if it is text.

    Args:
        argument: The argument.
        value: What was given for it.
        scope_info: Where the configuration is; `None` before that is known.
        problems: Takes what is wrong.
    """
    if isinstance(value, (str, float)) and is_token(value):
        token = as_text(value)
        known_at = scope_info or origin_of_token(token)
        reason = _never_a_number(token, known_at)
        if reason is None and isinstance(value, str) and _is_text(value, known_at):
            reason = "this is a token of text, and a number is taken"
        if reason is not None:
            problems.add(
                argument,
                token,
                reason,
                "give a number, or a token of one such as variable.number_value, "
                "module.get_number(...) or Token.as_number(...)",
            )
            return None
    return numeric(value)


def _never_a_number(token: str, scope_info: ScopeInfo | None) -> str | None:
    literal = with_templates_as("", token)
    if not _NUMBER.match(literal):
        return f"this is text with {literal!r} in it, and a number is taken"
    reference = None if scope_info is None else reference_of(token, scope_info)
    if reference is None or _HOLDS_ANYTHING.match(reference.attribute):
        return None
    resource = find(reference)
    if resource is None or not is_text_attribute(resource, reference.attribute):
        return None
    return f"the {reference.attribute} of {reference.resource_type} is text, and a number is taken"


def _is_text(token: str, scope_info: ScopeInfo | None) -> bool:
    """Return whether the app says that `token` is text: not an element of an iterator, which may be anything."""
    if not is_encoded(token):
        return False
    reference = None if scope_info is None else reference_of(token, scope_info)
    resource = reference and find(reference)
    if reference and resource and not is_text_attribute(resource, reference.attribute):
        return False
    expression = resolved_anywhere(token) if scope_info is None else resolved(token, scope_info)
    return not instance_references_in(expression)
